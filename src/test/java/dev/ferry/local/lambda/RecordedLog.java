package dev.ferry.local.lambda;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what the local cloud said, {@code who: what}, and what functions printed, {@code who| line}. */
public final class RecordedLog implements LogSink {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void did(String who, String what) {
        lines.add(who + ": " + what);
    }

    @Override
    public void printed(String function, String line) {
        lines.add(function + "| " + line);
    }

    public List<String> lines() {
        return lines;
    }
}
