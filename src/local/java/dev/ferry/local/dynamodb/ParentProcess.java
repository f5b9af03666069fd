package dev.ferry.local.dynamodb;

import dev.ferry.local.dynamodb.PipeMessage.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The process that started DynamoDB Local's, and has the stacks: what is said to it here, and what it answers. */
final class ParentProcess implements RegionStacks {
    private final BufferedReader in;
    private final PrintStream out;
    /** Of each Region that was asked for: of one that is there the answer is kept. */
    private final Map<String, CompletableFuture<Optional<String>>> answers = new ConcurrentHashMap<>();

    ParentProcess(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
    }

    /** Whoever asks meanwhile waits for the same answer. */
    @Override
    public Optional<String> provision(String region) {
        return answers.computeIfAbsent(region, this::ask).join();
    }

    private CompletableFuture<Optional<String>> ask(String region) {
        say(new PipeMessage(Kind.WANTED, region));
        return new CompletableFuture<>();
    }

    @Override
    public void written(String region, String request) {
        say(new PipeMessage(Kind.WRITTEN, region, request));
    }

    void say(PipeMessage message) {
        synchronized (out) {
            out.print(message.line());
            out.flush();
        }
    }

    /** Hears what the process says, until it has ended, in whatever way. */
    void hear() throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            PipeMessage.read(line).ifPresent(this::heard);
        }
    }

    private void heard(PipeMessage message) {
        switch (message.kind()) {
            case PROVISIONED -> answers.computeIfPresent(message.subject(), (region, answer) -> {
                answer.complete(Optional.empty());
                return answer;
            });
            case REFUSED -> answers.computeIfPresent(message.subject(), (region, answer) -> {
                answer.complete(Optional.of(message.text()));
                return null;
            });
            case FAILED -> answers.computeIfPresent(message.subject(), (region, answer) -> {
                answer.completeExceptionally(new IllegalStateException(message.text()));
                return null;
            });
            case EMPTIED -> answers.values().removeIf(CompletableFuture::isDone);
            default -> throw new IllegalArgumentException("not for this process: " + message.kind());
        }
    }
}
