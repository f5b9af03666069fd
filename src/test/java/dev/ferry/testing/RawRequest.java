package dev.ferry.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.Map;

/**
 * A request byte for byte, also one that no HTTP client would send.
 *
 * @param target what stands between the method and the protocol, normally a path
 */
public record RawRequest(String method, String target, Map<String, String> headers, byte[] body) {
    /** How long a server may take for an answer on a busy machine before it counts as hanging. */
    private static final int PATIENCE_MILLIS = 60_000;

    /**
     * What the server answers until it closes the connection; nothing if it closes without an answer.
     *
     * @throws java.net.SocketTimeoutException if the server hangs
     */
    public String exchange(URI server) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                OutputStream out = socket.getOutputStream();
                out.write(bytes());
                out.flush();
                socket.shutdownOutput();
                return new String(socket.getInputStream().readAllBytes(), UTF_8);
            } catch (SocketException closed) { // while it was still sent, which a server may do with what is no HTTP
                return "";
            }
        }
    }

    private byte[] bytes() {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
        headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\nConnection: close\r\n\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return method + " " + target + " " + headers + "\n" + new String(body, 0, Math.min(body.length, 2_000), UTF_8);
    }
}
