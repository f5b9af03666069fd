package dev.ferry.local.uploads;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** What goes to the store and comes from it by presigned URLs. */
final class StoreTransfers {
    /** S3's, but for the last of an upload (user guide, "Amazon S3 multipart upload limits"). */
    static final int LEAST_PART = 5 * 1024 * 1024;

    /** One for each upload that is sending. */
    static final Executor THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "to-the-store");
        thread.setDaemon(true);
        return thread;
    });

    private static final int TRIES = 3;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int ANSWER_MILLIS = 120_000;
    private static final int SERVER_ERROR = 500;
    private static final int INSUFFICIENT_STORAGE = 507;

    private final PresignedPut presignedPut;

    StoreTransfers(PresignedPut presignedPut) {
        this.presignedPut = presignedPut;
    }

    /**
     * Puts some bytes behind others. A part is put again when no answer came: it is the same one, whichever arrived.
     *
     * @throws StoreException if the store does not take it
     */
    void put(URI url, byte[] first, byte[] second) {
        for (int tried = 1; ; tried++) {
            try {
                int status = presignedPut.put(url, first, second);
                if (status == HttpURLConnection.HTTP_OK) {
                    return;
                }
                if (status < SERVER_ERROR || status == INSUFFICIENT_STORAGE || tried == TRIES) {
                    throw StoreException.answered(status);
                }
            } catch (IOException broken) {
                if (tried == TRIES) {
                    throw StoreException.unanswered(broken);
                }
            }
        }
    }

    /** Over a connection, by the JDK's older client: it writes an array as it is, and the newer one copies it in small pieces. */
    static int overHttp(URI url, byte[] first, byte[] second) throws IOException {
        HttpURLConnection connection = connection(url);
        connection.setRequestMethod("PUT");
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode((long) first.length + second.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(first);
            out.write(second);
        }
        int status = connection.getResponseCode();
        InputStream answer = status < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream();
        if (answer != null) {
            try (answer) {
                answer.transferTo(OutputStream.nullOutputStream()); // or the connection could not be used again
            }
        }
        return status;
    }

    /** @throws StoreException if the store does not give it */
    byte[] get(URI url) {
        try {
            HttpURLConnection connection = connection(url);
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                throw StoreException.answered(connection.getResponseCode());
            }
            try (InputStream body = connection.getInputStream()) {
                return body.readNBytes(LEAST_PART);
            }
        } catch (IOException broken) {
            throw StoreException.unanswered(broken);
        }
    }

    private static HttpURLConnection connection(URI url) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_MILLIS);
        connection.setReadTimeout(ANSWER_MILLIS);
        return connection;
    }
}
