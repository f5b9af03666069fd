package dev.ferry.cli;

import dev.ferry.registry.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Pushes an image and pulls it again, by the requests that {@code docker} makes. */
final class ContainerTool {
    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
    private final URI registry;
    private final String authorization;
    private final Duration patience;

    private ContainerTool(URI registry, String authorization, Duration patience) {
        this.registry = registry;
        this.authorization = authorization;
        this.patience = patience;
    }

    /**
     * @param ecr      gives the password
     * @param patience how long an answer may take
     */
    static ContainerTool loggedIn(URI registry, EcrClient ecr, Duration patience) {
        String token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
        return new ContainerTool(registry, "Basic " + token, patience);
    }

    void push(String repository, TrainingImage image) throws IOException {
        send("HEAD", blob(repository, image), "", 404);
        String upload = send("POST", "/v2/" + repository + "/blobs/uploads/", "", 202)
                .headers()
                .firstValue("Location")
                .orElseThrow();
        send("PATCH", upload, image.configuration(), 202);
        send("PUT", upload + "?digest=" + image.configurationDigest(), "", 201);
        send("PUT", manifest(repository, image), image.manifest(), 201);
    }

    void pull(String repository, TrainingImage image) throws IOException {
        send("GET", manifest(repository, image), "", 200);
        send("GET", blob(repository, image), "", 200);
    }

    private static String manifest(String repository, TrainingImage image) {
        return "/v2/" + repository + "/manifests/" + image.tag();
    }

    private static String blob(String repository, TrainingImage image) {
        return "/v2/" + repository + "/blobs/" + image.configurationDigest();
    }

    private HttpResponse<byte[]> send(String method, String path, String body, int expected) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(registry.resolve(path))
                .timeout(patience)
                .header("Authorization", authorization)
                .header("Content-Type", MediaTypes.OCI_MANIFEST)
                .method(method, BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != expected) {
                throw new IOException(method + " " + path + " was answered " + response.statusCode());
            }
            return response;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
