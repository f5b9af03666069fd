package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileRequestTest extends RegistryTest {
    private static final List<String> METHODS = List.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "TRACE", "");
    private static final List<String> WORDS = List.of("v2", "team", "app", "team/app", "blobs", "uploads", "manifests", "tags",
            "list", "referrers", "latest", "..", ".", "%2e%2e", "%00", "%0d%0aX-Evil:1", "%2f", "%", "", "sha256:",
            "sha256:" + "0".repeat(64), "sha512:" + "f".repeat(128), "sha256:" + "Z".repeat(64),
            "00000000-0000-0000-0000-000000000000", "é", "\u0000", "a".repeat(300), "_catalog");
    private static final List<String> QUERIES = List.of("", "digest", "digest=x", "digest=sha256:" + "0".repeat(64),
            "mount=x&from=y", "mount=sha256:" + "0".repeat(64) + "&from=../..", "from=%0d%0a", "n=1&last=%0d%0a", "n=1e9",
            "artifactType=%0d%0aX-Evil:%201", "tag=%0a", "%=%", "&&&", "digest-algorithm=md5", "last=sha256:x", "=");

    private HttpResponse<byte[]> put(String manifest) {
        return registry.send("PUT", manifests("latest"), manifest.getBytes(StandardCharsets.UTF_8),
                "Content-Type", MediaTypes.OCI_MANIFEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "/v2/../../etc/passwd/manifests/latest",
        "/v2/%2e%2e/%2e%2e/manifests/latest",
        "/v2/..%2f..%2fetc/manifests/latest",
        "/v2/team/app/blobs/sha256:..%2f..%2f..%2fetc%2fpasswd",
        "/v2/team/app/blobs/sha256:../../../../444455556666/sha256/00",
        "/v2/team/app/blobs/uploads/..%2f..",
        "/v2/Team/app/tags/list",
        "/v2/team%00/app/tags/list",
        "/v2/team/app%0d%0aX-Evil:%20yes/tags/list",
        "/v2/team/app/manifests/a%0d%0aX-Evil:%20yes",
        "/v2/team//app/tags/list",
    })
    void a_path_that_leads_elsewhere_leads_nowhere(String path) {
        for (String method : List.of("GET", "HEAD", "PUT", "DELETE")) {
            RegistryResponse answer = answer(method, path, "", new byte[0]);
            assertThat(answer.status()).as(method + " " + path).isBetween(400, 405);
            assertThat(answer.headers()).doesNotContainKey("X-Evil");
        }
    }

    @Test
    void four_mebibytes_of_nested_arrays_are_refused() {
        String deep = "{\"a\":" + "[".repeat(Manifest.MAX_BYTES / 2 - 10) + "]".repeat(Manifest.MAX_BYTES / 2 - 10) + "}";

        assertError(put(deep), 400, "MANIFEST_INVALID");
    }

    @Test
    void more_than_four_mebibytes_are_refused() {
        assertError(put("{" + " ".repeat(Manifest.MAX_BYTES) + "}"), 413, "MANIFEST_INVALID");
    }

    @Test
    void a_hundred_thousand_descriptors_are_refused() {
        String descriptor = "{\"mediaType\":\"a/b\",\"digest\":\"sha256:x\",\"size\":1},";
        String body = "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_INDEX + "\",\"manifests\":["
                + "{},".repeat(100_000) + "{}]}";

        assertError(registry.send("PUT", manifests("latest"), body.getBytes(StandardCharsets.UTF_8),
                "Content-Type", MediaTypes.OCI_INDEX), 400, "MANIFEST_INVALID");
        assertError(put("{\"schemaVersion\":2,\"layers\":[" + descriptor.repeat(70_000) + "{}]}"), 400, "MANIFEST_INVALID");
    }

    @Test
    void a_key_that_is_there_twice_is_refused() {
        TestImage image = Images.image().build();
        image.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));
        String twice = image.manifestText().replaceFirst("\"layers\":", "\"layers\":[],\"layers\":");

        assertError(put(twice), 400, "MANIFEST_INVALID");
        assertError(put(image.manifestText().replaceFirst("\"layers\":", "\"Layers\":[],\"layers\":")), 400, "MANIFEST_INVALID");
    }

    @Test
    void a_manifest_is_what_its_content_type_says() {
        TestImage image = Images.image().build();
        image.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));

        assertError(registry.send("PUT", manifests("latest"), image.manifest(), "Content-Type", MediaTypes.DOCKER_MANIFEST),
                400, "MANIFEST_INVALID");
        assertError(put(""), 400, "MANIFEST_INVALID");
        assertError(put("null"), 400, "MANIFEST_INVALID");
        assertError(put("not json \u0000 \uFFFD"), 400, "MANIFEST_INVALID");
    }

    /** Always the same requests, put together from what has meaning and what should have none. */
    @Test
    void whatever_is_asked_for_the_answer_is_ocis_and_no_failure_of_the_server() {
        Random random = new Random(20_260_101);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder path = new StringBuilder("/v2");
            for (int part = random.nextInt(7); part > 0; part--) {
                path.append('/').append(pick(random, WORDS));
            }
            String method = pick(random, METHODS);
            String query = pick(random, QUERIES);
            byte[] body = new byte[random.nextInt(64)];
            random.nextBytes(body);

            RegistryResponse answer = answer(method, path.toString(), query, body);

            String asked = method + " " + path + "?" + query;
            assertThat(answer.status()).as(asked).isBetween(200, 416);
            assertThat(answer.headers()).as(asked).doesNotContainKey("X-Evil");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).as(asked).doesNotContain("Exception", "\tat ");
        }
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private RegistryResponse answer(String method, String path, String query, byte[] body) {
        Map<String, String> headers = new HashMap<>();
        headers.put("Authorization", "Basic " + ecrToken());
        headers.put("Content-Type", MediaTypes.OCI_MANIFEST);
        return server.door().answer(new HttpRequest(method, path, query, headers, body, Optional.empty()));
    }

    private String token = "";

    private String ecrToken() {
        if (token.isEmpty()) {
            token = ecr.getAuthorizationToken().authorizationData().get(0).authorizationToken();
        }
        return token;
    }

    @Test
    void an_upload_under_a_digest_that_is_not_its_own_is_stored_nowhere() {
        Digest other = Digest.sha256("someone else's layer");
        String upload = registry.begin(APP);

        assertError(registry.send("PUT", upload + "?digest=" + other, bytes(1, 10)), 400, "DIGEST_INVALID");
        assertError(registry.get(blobs(other)), 404, "BLOB_UNKNOWN");
    }
}
