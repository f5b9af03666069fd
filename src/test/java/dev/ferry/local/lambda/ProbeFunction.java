package dev.ferry.local.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;

/** A function that does what its event says, so that a test can see what the runtime makes of it. */
public class ProbeFunction implements RequestStreamHandler {

    public ProbeFunction() {
        if (System.getenv("PROBE_REFUSES_TO_START") != null) {
            throw new IllegalStateException("no such bean");
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        String event = new String(input.readAllBytes(), StandardCharsets.UTF_8);
        String[] words = event.split(" ", 2);
        switch (words[0]) {
            case "print" -> System.out.println(words[1]);
            case "environment" -> write(output, String.valueOf(System.getenv(words[1])));
            case "process" -> write(output, Long.toString(ProcessHandle.current().pid()));
            case "function" -> write(output, context.getFunctionName());
            case "wait" -> awaitEndOf(Integer.parseInt(words[1]));
            case "arn" -> write(output, context.getInvokedFunctionArn());
            case "throw" -> throw new IOException(words[1]);
            case "exit" -> Runtime.getRuntime().halt(7);
            case "hang" -> hang(words.length > 1);
            case "large" -> output.write(new byte[Integer.parseInt(words[1])]);
            default -> write(output, event);
        }
    }

    private static void hang(boolean aloud) {
        if (aloud) {
            System.out.println("hanging");
        }
        LockSupport.park();
    }

    /** Waits until the other side of a connection to this port closes it. */
    private static void awaitEndOf(int port) throws IOException {
        try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port)) {
            other.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void write(OutputStream output, String text) throws IOException {
        output.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
