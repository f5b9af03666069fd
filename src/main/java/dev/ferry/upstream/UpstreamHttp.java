package dev.ferry.upstream;

import dev.ferry.registry.UpstreamException;
import dev.ferry.registry.UpstreamException.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks upstream registries, follows where they redirect, and never waits for them without an end. */
@ApplicationScoped
public class UpstreamHttp {
    /** How long an upstream may take to begin its answer. A pull's 15 seconds have room for it. */
    private static final Duration ANSWER = Duration.ofSeconds(6);
    private static final Duration CONNECTION = Duration.ofSeconds(3);

    /** How long an answer may go on, which is well within a function's 30 seconds. */
    private static final Duration BODY = Duration.ofSeconds(18);
    private static final int MOST_REDIRECTS = 5;

    private final UpstreamAddresses addresses;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTION)
            .build();

    public UpstreamHttp(UpstreamAddresses addresses) {
        this.addresses = addresses;
    }

    /** @param authorization is sent to the host that is asked, and to none that it redirects to */
    HttpResponse<InputStream> send(String method, URI uri, Map<String, String> headers, Optional<String> authorization) {
        URI at = uri;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<InputStream> response =
                    once(method, at, headers, isSameHost(uri, at) ? authorization : Optional.empty());
            if (response.statusCode() / 100 != 3) {
                return response;
            }
            closeQuietly(response);
            URI next = at.resolve(response.headers().firstValue("Location").map(UpstreamHttp::uri)
                    .orElseThrow(() -> unavailable(uri, "redirects to nowhere")));
            if (!addresses.mayRefer(uri, next)) {
                throw unavailable(uri, "redirects to where it may not");
            }
            at = next;
        }
        throw unavailable(uri, "redirects without an end");
    }

    private static boolean isSameHost(URI asked, URI at) {
        return asked.getAuthority().equals(at.getAuthority());
    }

    static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException broken) {
            throw new UpstreamException(Reason.UNAVAILABLE, "The upstream registry answers with a URL that is none");
        }
    }

    private HttpResponse<InputStream> once(
            String method, URI uri, Map<String, String> headers, Optional<String> authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(ANSWER);
        headers.forEach(request::header);
        authorization.ifPresent(value -> request.header("Authorization", value));
        try {
            HttpResponse<InputStream> response = http.send(request.build(), BodyHandlers.ofInputStream());
            // The client's timeout ends with the headers; to close a body is what ends a read that waits.
            CompletableFuture.delayedExecutor(BODY.toMillis(), TimeUnit.MILLISECONDS).execute(() -> closeQuietly(response));
            return response;
        } catch (IOException failed) {
            throw unavailable(uri, "cannot be reached");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unavailable(uri, "was not waited for");
        }
    }

    static void closeQuietly(HttpResponse<InputStream> response) {
        try {
            response.body().close();
        } catch (IOException gone) {
            // It is over either way, and whoever reads on is told.
        }
    }

    static byte[] read(HttpResponse<InputStream> response, int most) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(most + 1);
            if (bytes.length > most) {
                throw unavailable(response.uri(), "answers with more than " + most + " bytes");
            }
            return bytes;
        } catch (IOException cut) {
            throw unavailable(response.uri(), "broke its answer off");
        }
    }

    static UpstreamException unavailable(URI uri, String why) {
        return new UpstreamException(Reason.UNAVAILABLE, "The upstream registry " + uri.getHost() + " " + why);
    }
}
