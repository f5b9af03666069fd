package dev.ferry.local.uploads;

import static dev.ferry.local.uploads.LayerBodies.PART;
import static dev.ferry.local.uploads.LayerBodies.SMALL;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.Gateway;
import dev.ferry.local.http.HttpExchanges;
import dev.ferry.local.http.WholeBodies;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A gateway that takes layers, an API that is asked where they go, and a store that takes their parts. */
abstract class LargeLayersTest {
    static final String UPLOADS = "/v2/team/app/blobs/uploads/";
    static final BodyMemory MEMORY = BodyMemory.withTemporaryFiles();
    static final int SIZE = 2 * PART + 1000;
    static final byte[] LAYER = new byte[SIZE];

    static {
        new Random(1).nextBytes(LAYER);
    }

    @TempDir
    Path folder;
    final ChunkedUploads uploads = new ChunkedUploads();
    Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new Gateway(0);
        gateway.open(new HttpExchanges(new LayerBodies(uploads, MEMORY, new WholeBodies(SMALL, MEMORY, uploads))));
    }

    @AfterEach
    void close() {
        gateway.close();
        uploads.close();
    }

    HttpResponse<String> send(String method, String path, BodyPublisher body) throws Exception {
        return client().send(request(path).method(method, body).build(), BodyHandlers.ofString(UTF_8));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(gateway.endpoint() + path));
    }

    static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }
}
