package dev.ferry.upstream;

import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.MediaTypes;
import dev.ferry.registry.UpstreamException;
import dev.ferry.registry.UpstreamException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A repository of an upstream registry, as one pull sees it (OCI distribution specification, "Pull"). */
public final class UpstreamRepository {
    private static final Map<String, String> MANIFESTS = Map.of("Accept", String.join(", ",
            MediaTypes.OCI_INDEX, MediaTypes.DOCKER_MANIFEST_LIST, MediaTypes.OCI_MANIFEST, MediaTypes.DOCKER_MANIFEST));

    private final UpstreamHttp http;
    private final UpstreamTokens tokens;
    private final URI registry;
    private final String name;
    private final Optional<String> basic;
    private Optional<String> authorization = Optional.empty();

    UpstreamRepository(UpstreamHttp http, UpstreamTokens tokens, URI registry, String name, Optional<String> basic) {
        this.http = http;
        this.tokens = tokens;
        this.registry = registry;
        this.name = name;
        this.basic = basic;
    }

    /**
     * Asks whether the registry lets in who has this credential, as {@code /v2/} says.
     *
     * @throws UpstreamException if it does not
     */
    public void requireAccess() {
        UpstreamHttp.closeQuietly(send("GET", "/v2/", Map.of()));
    }

    /**
     * A manifest, whose digest is right if it was asked for by one.
     *
     * @throws UpstreamException if there is none that this registry can hold
     */
    public Manifest manifest(String reference, Optional<Digest> digest) {
        HttpResponse<InputStream> response = send("GET", path("manifests/" + reference), MANIFESTS);
        byte[] bytes = UpstreamHttp.read(response, Manifest.MAX_BYTES);
        Optional<String> type = response.headers().firstValue("Content-Type").map(text -> text.split(";", 2)[0].strip());
        try {
            Manifest manifest = ManifestReader.read(
                    bytes, type, digest.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256));
            digest.filter(asked -> !asked.equals(manifest.digest())).ifPresent(asked -> {
                throw UpstreamHttp.unavailable(registry, "has another manifest under " + asked);
            });
            return manifest;
        } catch (InvalidManifestException unusable) {
            throw UpstreamHttp.unavailable(registry, "has a manifest that cannot be taken: " + unusable.getMessage());
        }
    }

    /** What a tag names now, where the registry says so without being asked for all of it. */
    public Optional<Digest> digest(String tag) {
        HttpResponse<InputStream> response = send("HEAD", path("manifests/" + tag), MANIFESTS);
        UpstreamHttp.closeQuietly(response);
        return response.headers().firstValue("Docker-Content-Digest").map(text -> {
            try {
                return Digest.parse(text);
            } catch (InvalidValueException none) {
                throw UpstreamHttp.unavailable(registry, "says a digest that is none");
            }
        });
    }

    /** The size of a layer, in bytes. */
    public OptionalLong size(Digest layer) {
        HttpResponse<InputStream> response = send("HEAD", path("blobs/" + layer), Map.of());
        UpstreamHttp.closeQuietly(response);
        return response.headers().firstValueAsLong("Content-Length");
    }

    /** A layer's bytes from this one on, to be closed; what a registry that knows no ranges sends before it is left out. */
    public InputStream layer(Digest layer, long from) {
        HttpResponse<InputStream> response = send("GET", path("blobs/" + layer),
                from == 0 ? Map.of() : Map.of("Range", "bytes=" + from + "-"));
        if (from == 0 || response.statusCode() == 206) {
            return response.body();
        }
        try {
            response.body().skipNBytes(from);
            return response.body();
        } catch (IOException cut) {
            throw UpstreamHttp.unavailable(registry, "broke its answer off");
        }
    }

    private String path(String rest) {
        return "/v2/" + name + "/" + rest;
    }

    private HttpResponse<InputStream> send(String method, String path, Map<String, String> headers) {
        URI uri = UpstreamHttp.uri(registry + path);
        HttpResponse<InputStream> response = http.send(method, uri, headers, authorization);
        if (response.statusCode() == 401) {
            UpstreamHttp.closeQuietly(response);
            authorization = tokens.answer(
                    registry, response.headers().firstValue("WWW-Authenticate").orElse(""), name, basic);
            response = http.send(method, uri, headers, authorization);
        }
        if (response.statusCode() == 200 || response.statusCode() == 206) {
            return response;
        }
        UpstreamHttp.closeQuietly(response);
        throw new UpstreamException(reason(response.statusCode()), "The upstream registry " + registry.getHost()
                + " answers " + response.statusCode() + " to a request for " + path);
    }

    private static Reason reason(int status) {
        return switch (status) {
            case 404 -> Reason.MISSING;
            case 401, 403 -> Reason.DENIED;
            case 429 -> Reason.TOO_MANY_REQUESTS;
            default -> Reason.UNAVAILABLE;
        };
    }
}
