package dev.ferry.local.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The server in a process of its own, which can be killed or be short of memory. It ends with the one that started it. */
final class LocalS3Process implements AutoCloseable {
    private final Process process;
    private final URI endpoint;

    private LocalS3Process(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static LocalS3Process start(Path directory, String jvmOption) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        jvmOption,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LocalS3Process.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String endpoint = output.readLine();
        if (endpoint == null) {
            throw new IOException("The server did not start; its errors are on the console");
        }
        return new LocalS3Process(process, URI.create(endpoint));
    }

    URI endpoint() {
        return endpoint;
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws IOException {
        try (LocalS3 server = LocalS3.start(Path.of(arguments[0]), 0)) {
            System.out.println(server.endpoint());
            int ended = System.in.read();
            assert ended < 0;
        }
    }
}
