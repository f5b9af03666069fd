package dev.ferry.local.dynamodb;

import dev.ferry.local.dynamodb.PipeMessage.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** DynamoDB Local's process: what it says to the one that started it, and is answered. */
final class ServerPipe implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final RegionStacks stacks;
    private final Writer out;
    private final CompletableFuture<PipeMessage> listening = new CompletableFuture<>();
    private final CompletableFuture<PipeMessage> ready = new CompletableFuture<>();
    private final ReadWriteLock emptying = new ReentrantReadWriteLock();

    private ServerPipe(Process process, Path log, RegionStacks stacks) {
        this.process = process;
        this.log = log;
        this.stacks = stacks;
        this.out = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @param log where the process says anything else */
    static ServerPipe open(Process process, Path log, RegionStacks stacks) {
        ServerPipe pipe = new ServerPipe(process, log, stacks);
        daemon("dynamodb", pipe::hear).start();
        return pipe;
    }

    /** Where it listens for functions; waits until it does. @throws IOException if it ended before */
    URI entrance() throws IOException {
        return loopback(awaited(listening).subject());
    }

    /** Where it listens for the cloud itself; waits until it does. @throws IOException if it ended before */
    URI direct() throws IOException {
        return loopback(awaited(listening).text());
    }

    /** Waits until it answers. @throws IOException if it ended before */
    void awaitReady() throws IOException {
        awaited(ready);
    }

    /** Empties what the server has, of which no stack is left. Whoever asks for one meanwhile waits. */
    void empty(Emptying emptied) throws IOException {
        emptying.writeLock().lock();
        try {
            say(new PipeMessage(Kind.EMPTIED, ""));
            emptied.run();
        } finally {
            emptying.writeLock().unlock();
        }
    }

    /** Has the process end. */
    @Override
    public void close() throws IOException {
        out.close();
    }

    private void hear() {
        StringBuilder noise = new StringBuilder(); // a JVM that does not start says why there, not in the log
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                Optional<PipeMessage> message = PipeMessage.read(line);
                if (message.isPresent()) {
                    heard(message.get());
                } else {
                    noise.append(line).append('\n');
                }
            }
        } catch (IOException e) {
            noise.append(e).append('\n');
        } finally {
            process.destroy(); // it would wait, sooner or later, for somebody to hear it
            end("DynamoDB Local ended before it listened; it said:\n" + noise);
        }
    }

    private void end(String said) {
        IOException ended;
        try {
            ended = new IOException(said + log + " says:\n" + Files.readString(log));
        } catch (IOException unreadable) {
            ended = new IOException(said + log + " cannot be read", unreadable);
        }
        listening.completeExceptionally(ended);
        ready.completeExceptionally(ended);
    }

    private void heard(PipeMessage message) {
        switch (message.kind()) {
            case LISTENING -> listening.complete(message);
            case READY -> ready.complete(message);
            case WRITTEN -> stacks.written(message.subject(), message.text());
            // In a thread of its own, as a stack is made by calls to this same server.
            case WANTED -> daemon("provisioning-" + message.subject(), () -> provision(message.subject())).start();
            default -> throw new IllegalArgumentException("not for this process: " + message.kind());
        }
    }

    /** It is said before anything is emptied, which would make it wrong. */
    private void provision(String region) {
        emptying.readLock().lock();
        try {
            say(provisioned(region));
        } catch (IOException e) {
            // The server has gone, and who waited for it.
        } finally {
            emptying.readLock().unlock();
        }
    }

    private PipeMessage provisioned(String region) {
        try {
            return stacks.provision(region)
                    .map(refusal -> new PipeMessage(Kind.REFUSED, region, refusal))
                    .orElseGet(() -> new PipeMessage(Kind.PROVISIONED, region));
        } catch (RuntimeException e) {
            return new PipeMessage(Kind.FAILED, region, e.toString());
        }
    }

    private void say(PipeMessage message) throws IOException {
        synchronized (out) {
            out.write(message.line());
            out.flush();
        }
    }

    private static PipeMessage awaited(CompletableFuture<PipeMessage> message) throws IOException {
        try {
            return message.join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause().getMessage(), e);
        }
    }

    private static URI loopback(String port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
