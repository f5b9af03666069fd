package dev.ferry.cli;

import dev.ferry.local.lambda.LogSink;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * The log of the local cloud for a person at a terminal: a line on each thing that was done, with the time and who did it,
 * and what a function prints indented under its name.
 */
public final class ConsoleLog implements LogSink {
    /** What a function prints for CloudWatch to make metrics of, which is nothing for a person to read. */
    private static final String METRICS = "{\"_aws\":";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final PrintStream out;
    private final Clock clock;
    private volatile boolean silent;

    public ConsoleLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    @Override
    public void did(String who, String what) {
        print(TIME.format(clock.instant().atZone(ZoneId.systemDefault())) + "  " + who + "  " + what);
    }

    @Override
    public void printed(String function, String line) {
        if (!line.startsWith(METRICS)) {
            print("              " + function + " | " + line);
        }
    }

    /** Says no more: while everything ends, what is broken off is no news. */
    void silence() {
        silent = true;
    }

    private void print(String line) {
        if (!silent) {
            out.println(line);
        }
    }
}
