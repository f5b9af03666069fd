package dev.ferry.testing;

import dev.ferry.api.ApiResponse;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** An upstream registry on this machine, which gives images to whoever fetched a token, and notes what it was asked. */
public final class UpstreamServer implements AutoCloseable {
    private static final String TOKEN = "let-in";

    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, TestImage> manifests = new ConcurrentHashMap<>();
    private final Map<String, ApiResponse> instead = new ConcurrentHashMap<>();
    private final Map<String, Runnable> steps = new ConcurrentHashMap<>();
    private final Set<String> once = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> credentials = new CopyOnWriteArrayList<>();
    private final LoopbackServer server = new LoopbackServer(this::answer);

    public URI endpoint() {
        return server.endpoint();
    }

    /** Has an image, with what it needs, under a tag. */
    public void put(String repository, TestImage image, String tag) {
        image.children().forEach(child -> put(repository, child, child.digest().toString()));
        image.blobs().forEach(blob -> blobs.put("/v2/" + repository + "/blobs/" + blob.digest(), blob.bytes()));
        manifests.put("/v2/" + repository + "/manifests/" + image.digest(), image);
        manifests.put("/v2/" + repository + "/manifests/" + tag, image);
    }

    /** Has other bytes than the digest says. */
    public void corrupt(String repository, Digest blob) {
        blobs.computeIfPresent("/v2/" + repository + "/blobs/" + blob, (path, bytes) -> new byte[bytes.length]);
    }

    /** Answers this path so. */
    public void answer(String path, ApiResponse response) {
        instead.put(path, response);
    }

    /** Does this before it answers that path. */
    public void before(String path, Runnable step) {
        steps.put(path, step);
    }

    /** Breaks off after half of a blob, once. */
    public void cutOnce(String repository, TestImage.Blob blob) {
        String path = "/v2/" + repository + "/blobs/" + blob.digest();
        instead.put(path, response(200, Map.of(), Arrays.copyOf(blob.bytes(), blob.bytes().length / 2)));
        once.add(path);
    }

    /** With which tokens were fetched, as the header says it. */
    public List<String> credentials() {
        return List.copyOf(credentials);
    }

    /** What was asked for since this was asked, by method and path, without what tokens are fetched by. */
    public List<String> requests() {
        List<String> all = List.copyOf(requests);
        requests.clear();
        return all;
    }

    private ApiResponse answer(HttpRequest request) {
        if (request.path().equals("/token")) {
            request.header("Authorization").ifPresent(credentials::add);
            return response(200, Map.of(), ("{\"token\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8));
        }
        if (!request.header("Authorization").equals(Optional.of("Bearer " + TOKEN))) {
            return response(401, Map.of("WWW-Authenticate",
                    "Bearer realm=\"" + endpoint() + "/token\",service=\"upstream\""), new byte[0]);
        }
        Optional<String> range = request.header("Range");
        requests.add(request.method() + " " + request.path() + range.map(from -> " " + from).orElse(""));
        steps.getOrDefault(request.path(), () -> {}).run();
        ApiResponse other = once.remove(request.path()) ? instead.remove(request.path()) : instead.get(request.path());
        if (other != null) {
            return other;
        }
        TestImage image = manifests.get(request.path());
        byte[] blob = blobs.get(request.path());
        if (image != null) {
            return response(200, Map.of("Content-Type", image.mediaType(), "Docker-Content-Digest", image.digest().toString()),
                    request.method().equals("HEAD") ? new byte[0] : image.manifest());
        }
        if (blob != null && request.method().equals("HEAD")) {
            return response(200, Map.of("Content-Length", Integer.toString(blob.length)), new byte[0]);
        }
        if (blob != null && range.isPresent()) {
            int from = Integer.parseInt(range.get().replaceAll("bytes=(\\d+)-", "$1"));
            return response(206, Map.of(), Arrays.copyOfRange(blob, from, blob.length));
        }
        return blob == null ? response(request.path().equals("/v2/") ? 200 : 404, Map.of(), new byte[0])
                : response(200, Map.of(), blob);
    }

    private static ApiResponse response(int status, Map<String, String> headers, byte[] body) {
        return new ApiResponse(status, headers, body);
    }

    @Override
    public void close() {
        server.close();
    }
}
