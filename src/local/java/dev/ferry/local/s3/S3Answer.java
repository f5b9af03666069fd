package dev.ferry.local.s3;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a request is answered with; it must be closed, as its body may hold an object's content. */
final class S3Answer implements AutoCloseable {

    /** What is sent after the headers. */
    private interface Body {
        void writeTo(OutputStream target) throws IOException;
    }

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final long length;
    private final Body body;
    private final Runnable release;

    private S3Answer(int status, long length, Body body, Runnable release) {
        this.status = status;
        this.length = length;
        this.body = body;
        this.release = release;
    }

    static S3Answer empty(int status) {
        return new S3Answer(status, 0, target -> {}, () -> {});
    }

    static S3Answer xml(int status, byte[] document) {
        return new S3Answer(status, document.length, target -> target.write(document), () -> {})
                .with("Content-Type", "application/xml");
    }

    /** Sends some content of an object, then closes what holds it. */
    static S3Answer content(int status, Content content, Bucket.HeldObject held) {
        return new S3Answer(status, content.size(), content::writeTo, held::close);
    }

    int status() {
        return status;
    }

    S3Answer with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    S3Answer with(Map<String, String> more) {
        headers.putAll(more);
        return this;
    }

    void sendTo(HttpExchange exchange) throws IOException {
        headers.forEach(exchange.getResponseHeaders()::set);
        if (exchange.getRequestMethod().equals("HEAD") || length == 0) {
            // For HEAD the length, if there is one, stands in the headers already.
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, length);
        body.writeTo(exchange.getResponseBody());
        exchange.getResponseBody().close();
    }

    @Override
    public void close() {
        release.run();
    }
}
