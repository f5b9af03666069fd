package dev.ferry.testing;

import dev.ferry.registry.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Speaks OCI's distribution API by hand, so that a test sees every status and header. It follows no redirect by itself. */
public final class RegistryClient {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI endpoint;
    private final String authorization;

    public RegistryClient(URI endpoint, String authorization) {
        this.endpoint = endpoint;
        this.authorization = authorization;
    }

    /** @param headers names and values in turn */
    public HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path))
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    public HttpResponse<byte[]> send(String method, String path) {
        return send(method, path, new byte[0]);
    }

    public HttpResponse<byte[]> get(String path) {
        return send("GET", path);
    }

    /** The same registry for someone who did not log in, or did so otherwise. */
    public RegistryClient authorizedBy(String otherAuthorization) {
        return new RegistryClient(endpoint, otherAuthorization);
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was ended", interrupted);
        }
    }

    // ------------------------------------------------------------------------------------------- as tools do it

    /** Begins an upload; where it goes on. */
    public String begin(String repository) {
        return location(send("POST", "/v2/" + repository + "/blobs/uploads/"));
    }

    /** Uploads a layer at once. */
    public HttpResponse<byte[]> pushBlob(String repository, byte[] content) {
        return send("PUT", begin(repository) + "?digest=" + Digest.sha256(content), content);
    }

    /** Pushes an image with all that it needs. */
    public void push(String repository, TestImage image, String reference) {
        image.children().forEach(child -> push(repository, child, child.digest().toString()));
        image.blobs().forEach(blob -> requireCreated(pushBlob(repository, blob.bytes())));
        requireCreated(putManifest(repository, image, reference));
    }

    private static void requireCreated(HttpResponse<byte[]> response) {
        if (response.statusCode() != 201) {
            throw new IllegalStateException(response + ": " + text(response));
        }
    }

    public HttpResponse<byte[]> putManifest(String repository, TestImage image, String reference) {
        return send("PUT", "/v2/" + repository + "/manifests/" + reference, image.manifest(), "Content-Type", image.mediaType());
    }

    /** Gets a layer from where the registry sends whoever asks for it. */
    public HttpResponse<byte[]> pullBlob(String repository, Digest layer, String... headers) {
        HttpResponse<byte[]> sent = get("/v2/" + repository + "/blobs/" + layer);
        HttpRequest.Builder request = HttpRequest.newBuilder(sent.uri().resolve(location(sent)));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    public static String location(HttpResponse<byte[]> response) {
        return header(response, "Location");
    }

    public static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElseThrow(() ->
                new IllegalStateException(response + " has no " + name + ": " + text(response)));
    }

    public static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
