package dev.ferry.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.ferry.local.jvm.LoadedClasses;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The main class of a function's process on the JVM: asks the Runtime API for an event, hands it to the handler, posts
 * the answer, and starts over, as the managed Java runtime does; in as many threads as {@code AWS_LAMBDA_MAX_CONCURRENCY}
 * says, which Lambda sets where it lets a function take several events at a time. AWS's own runtime client has a native
 * library for Linux only; this runs wherever the JDK does. It ends when its standard input does, in the middle of an event
 * too, so it outlives the local cloud in no case: the next one's services may have the ports that it knows.
 */
public final class LambdaRuntime {
    private final String api;

    private LambdaRuntime(String address) {
        this.api = "http://" + address + "/2018-06-01/runtime/";
    }

    public static void main(String[] arguments) {
        endWithParent();
        LoadedClasses.compareAtEnd();
        LambdaRuntime runtime = new LambdaRuntime(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        RequestStreamHandler handler = runtime.initialise(System.getenv("_HANDLER"));
        int threads = Integer.parseInt(System.getenv().getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "1"));
        for (int others = 1; others < threads; others++) {
            new Thread(() -> runtime.serve(handler)).start();
        }
        runtime.serve(handler);
    }

    private static void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (System.in.read() >= 0) {
                            // Nothing is ever said to this process but that its parent has gone.
                        }
                    } catch (IOException e) {
                        // So it cannot be said any more either.
                    }
                    Runtime.getRuntime().halt(0);
                },
                "parent");
        watch.setDaemon(true);
        watch.start();
    }

    private RequestStreamHandler initialise(String handler) {
        try {
            Class<?> type = Class.forName(handler.split("::")[0]);
            return (RequestStreamHandler) type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            e.printStackTrace();
            tell(error(e.getCause() == null ? e : e.getCause()));
            System.exit(1);
            throw new IllegalStateException(e);
        }
    }

    private void tell(byte[] error) {
        try {
            post("init/error", error);
        } catch (IOException e) {
            e.printStackTrace(); // then the end of the process says it
        }
    }

    private void serve(RequestStreamHandler handler) {
        try {
            while (true) {
                handleNext(handler);
            }
        } catch (IOException e) {
            System.exit(0); // the Runtime API has gone, and whatever this process still did is for nobody
        }
    }

    private void handleNext(RequestStreamHandler handler) throws IOException {
        HttpURLConnection next = open("invocation/next");
        byte[] event = read(next);
        RuntimeContext context = new RuntimeContext(
                next.getHeaderField("Lambda-Runtime-Aws-Request-Id"),
                next.getHeaderField("Lambda-Runtime-Invoked-Function-Arn"),
                Long.parseLong(next.getHeaderField("Lambda-Runtime-Deadline-Ms")));
        // Whatever logs can so say which function it was.
        Thread.currentThread().setName(context.getFunctionName());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        String outcome;
        try {
            handler.handleRequest(new ByteArrayInputStream(event), answer, context);
            outcome = "/response";
        } catch (VirtualMachineError e) {
            Runtime.getRuntime().halt(1); // an exhausted JVM answers nothing more: Lambda starts another
            throw e;
        } catch (Throwable e) { // whatever a handler throws is its answer, declared or not
            e.printStackTrace();
            answer.reset();
            answer.write(error(e));
            outcome = "/error";
        }
        post("invocation/" + context.getAwsRequestId() + outcome, answer.toByteArray());
    }

    private HttpURLConnection open(String path) throws IOException {
        return (HttpURLConnection) URI.create(api + path).toURL().openConnection();
    }

    /** Tells no length: of a POST that is streamed with one the JDK first waits a millisecond for the connection's end. */
    private void post(String path, byte[] body) throws IOException {
        HttpURLConnection connection = open(path);
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        if (connection.getResponseCode() == HttpURLConnection.HTTP_ENTITY_TOO_LARGE) {
            connection.getErrorStream().readAllBytes(); // the caller was told; the next event may do better
            return;
        }
        read(connection);
    }

    private static byte[] read(HttpURLConnection connection) throws IOException {
        try (InputStream in = connection.getInputStream()) {
            return in.readAllBytes();
        }
    }

    private static byte[] error(Throwable e) {
        String trace = Arrays.stream(e.getStackTrace())
                .map(frame -> quote(frame.toString()))
                .collect(Collectors.joining(","));
        return ("{\"errorMessage\":" + quote(String.valueOf(e.getMessage())) + ",\"errorType\":"
                        + quote(e.getClass().getName()) + ",\"stackTrace\":[" + trace + "]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** JSON by hand: this class may need nothing but the JDK, as what else is on the class path is the function's. */
    private static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
