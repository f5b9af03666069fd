package dev.ferry.local.s3;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * S3 for one machine: the operations of {@link S3Operation}, on a directory. Buckets are in the path, one server serves
 * all Regions, and it listens on the loopback interface alone. Content is streamed, so that memory doesn't grow with it;
 * an object that was acknowledged survives a kill at any time, and none is ever seen half.
 *
 * <p>Requests signed in their header are accepted whoever signed them; presigned URLs are verified.
 */
public final class LocalS3 implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int THREADS = 64;
    private static final int IDLE_SECONDS = 60;
    private static final int STOP_SECONDS = 30;

    private final Buckets buckets;
    private final HttpServer server;
    private final ThreadPoolExecutor executor;
    private final PresignedUrlVerifier presignedUrls;
    private final S3Handler handler;

    private LocalS3(
            Buckets buckets,
            HttpServer server,
            ThreadPoolExecutor executor,
            PresignedUrlVerifier presignedUrls,
            S3Handler handler) {
        this.presignedUrls = presignedUrls;
        this.handler = handler;
        this.buckets = buckets;
        this.server = server;
        this.executor = executor;
    }

    /** As {@link #start(Path, int, Function)}, with no access key known: every presigned URL is refused. */
    public static LocalS3 start(Path directory, int port) {
        return start(directory, port, accessKeyId -> Optional.empty());
    }

    /**
     * Starts the server on this directory, which is made if it isn't there; what is in it from before is served.
     *
     * @param port 0 for any that is free
     * @param secrets the secret access key of an access key id, by which presigned URLs are verified
     * @throws IllegalStateException when another server uses the directory, or when it is damaged
     * @throws UncheckedIOException when the directory cannot be used or the port is taken
     */
    public static LocalS3 start(Path directory, int port, Function<String, Optional<String>> secrets) {
        // Without it a small answer waits for the client's delayed acknowledgement. Read when the first server starts.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        try {
            Buckets buckets = new Buckets(directory);
            try {
                HttpServer server = HttpServer.create(new InetSocketAddress(HOST, port), 0);
                ThreadPoolExecutor executor = threads();
                server.setExecutor(executor);
                PresignedUrlVerifier presignedUrls = new PresignedUrlVerifier(secrets, Clock.systemUTC());
                S3Handler handler = new S3Handler(buckets, presignedUrls, S3Request::of);
                server.createContext("/", handler);
                server.start();
                return new LocalS3(buckets, server, executor, presignedUrls, handler);
            } catch (IOException portTaken) {
                buckets.close();
                throw portTaken;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("S3 cannot start on " + directory + ", port " + port, failed);
        }
    }

    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                task -> new Thread(task, "s3-" + number.incrementAndGet()));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Where clients reach it; they must put the bucket into the path. */
    public URI endpoint() {
        return URI.create("http://" + HOST + ":" + server.getAddress().getPort());
    }

    /**
     * Answers requests that came to another server for URLs that were presigned for this one. That server is to let
     * through no others: one that is signed in its header is trusted here, too.
     */
    public HttpHandler presignedUrls() {
        String authority = endpoint().getAuthority();
        return new S3Handler(buckets, presignedUrls, exchange -> S3Request.of(exchange).at(authority));
    }

    /**
     * Puts some bytes behind others where a presigned URL says, as a client that is in this process can: they pass no connection.
     *
     * @return the status of the answer
     */
    public int put(URI url, byte[] first, byte[] second) {
        return handler.put(
                url,
                new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second)),
                (long) first.length + second.length);
    }

    /** Removes all buckets with what is in them. Nobody may use one meanwhile. */
    public void clear() throws IOException {
        buckets.clear();
    }

    /** Stops listening, breaks off the requests under way, and lets the directory go. */
    @Override
    public void close() {
        server.stop(0);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A request did not end within " + STOP_SECONDS + " s");
            }
            buckets.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
