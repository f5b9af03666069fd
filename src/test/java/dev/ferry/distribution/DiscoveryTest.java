package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Digest;
import dev.ferry.registry.MediaTypes;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tags and referrers. */
class DiscoveryTest extends RegistryTest {
    private static final String TAGS = "/v2/" + APP + "/tags/list";

    private final TestImage image = Images.image().build();

    private static List<String> tags(HttpResponse<byte[]> response) {
        assertStatus(response, 200);
        List<String> tags = new ArrayList<>();
        json(response).get("tags").forEach(tag -> tags.add(tag.asText()));
        return tags;
    }

    @Test
    void tags_are_listed_by_letters_whatever_their_case_and_page_by_page() {
        registry.push(APP, image, "b");
        for (String tag : List.of("C", "a", "A", "0", "_x", "gone")) {
            registry.putManifest(APP, image, tag);
        }
        registry.send("DELETE", manifests("gone"));
        List<String> all = List.of("0", "_x", "A", "a", "b", "C");

        assertThat(json(registry.get(TAGS)).get("name").asText()).isEqualTo(APP);
        assertThat(tags(registry.get(TAGS))).isEqualTo(all);

        List<String> paged = new ArrayList<>();
        HttpResponse<byte[]> page = registry.get(TAGS + "?n=4");
        paged.addAll(tags(page));
        assertThat(header(page, "Link")).isEqualTo("<" + TAGS + "?n=4&last=a>; rel=\"next\"");
        page = registry.get(TAGS + "?n=4&last=a");
        paged.addAll(tags(page));
        assertThat(page.headers().firstValue("Link")).isEmpty();
        assertThat(paged).isEqualTo(all);

        assertThat(tags(registry.get(TAGS + "?last=b"))).containsExactly("C");
        assertThat(tags(registry.get(TAGS + "?last=AA"))).as("a tag that is not there").containsExactly("b", "C");
        HttpResponse<byte[]> none = registry.get(TAGS + "?n=0");
        assertThat(tags(none)).isEmpty();
        assertThat(none.headers().firstValue("Link")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"?n=-1", "?n=x", "?n=", "?n=99999999999", "?last=a%0d%0ab", "?n=1&n=2", "?n=%25zz"})
    void a_page_that_cannot_be_is_refused(String query) {
        assertThat(registry.get(TAGS + query).statusCode()).isEqualTo(400);
    }

    @Test
    void referrers_are_listed_with_their_types_and_annotations_also_before_their_subject_comes() {
        TestImage signature = Images.artifact(image).type("application/vnd.example.signature").annotation("by", "me").build();
        TestImage sbom = Images.artifact(image).type("application/vnd.example.sbom").seed(2).build();
        signature.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));
        sbom.blobs().forEach(blob -> registry.pushBlob(APP, blob.bytes()));

        HttpResponse<byte[]> pushed = registry.putManifest(APP, signature, signature.digest().toString());
        assertThat(header(pushed, "OCI-Subject")).isEqualTo(image.digest().toString());
        registry.putManifest(APP, sbom, "sbom");
        HttpResponse<byte[]> all = registry.get("/v2/" + APP + "/referrers/" + image.digest());
        HttpResponse<byte[]> one = registry.get(
                "/v2/" + APP + "/referrers/" + image.digest() + "?artifactType=application%2Fvnd.example.signature");

        assertStatus(all, 200);
        assertThat(header(all, "Content-Type")).isEqualTo(MediaTypes.OCI_INDEX);
        assertThat(json(all).get("schemaVersion").asInt()).isEqualTo(2);
        assertThat(json(all).get("manifests")).hasSize(2);
        assertThat(all.headers().firstValue("OCI-Filters-Applied")).isEmpty();
        assertThat(header(one, "OCI-Filters-Applied")).isEqualTo("artifactType");
        assertThat(json(one).get("manifests")).singleElement().satisfies(descriptor -> {
            assertThat(descriptor.get("digest").asText()).isEqualTo(signature.digest().toString());
            assertThat(descriptor.get("size").asInt()).isEqualTo(signature.manifest().length);
            assertThat(descriptor.get("mediaType").asText()).isEqualTo(MediaTypes.OCI_MANIFEST);
            assertThat(descriptor.get("artifactType").asText()).isEqualTo("application/vnd.example.signature");
            assertThat(descriptor.at("/annotations/by").asText()).isEqualTo("me");
        });
    }

    @Test
    void what_nothing_refers_to_has_an_empty_list() {
        JsonNode list = json(registry.get("/v2/" + APP + "/referrers/" + Digest.sha256("unknown")));

        assertThat(list.get("manifests")).isEmpty();
        assertError(registry.get("/v2/" + APP + "/referrers/latest"), 400, "DIGEST_INVALID");
    }

    @Test
    void a_long_list_of_referrers_goes_on_behind_a_link() {
        byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
        registry.pushBlob(APP, empty);
        List<String> pushed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            byte[] manifest = """
                    {"schemaVersion":2,"mediaType":"%1$s","artifactType":"application/vnd.example","config":{"mediaType":"%2$s",
                     "digest":"%3$s","size":2},"layers":[{"mediaType":"%2$s","digest":"%3$s","size":2}],
                     "subject":{"mediaType":"%1$s","digest":"%4$s","size":9},
                     "annotations":{"large":"%5$s"}}""".formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_EMPTY,
                    Digest.sha256(empty), image.digest(), Integer.toString(i).repeat(300_000)).getBytes(StandardCharsets.UTF_8);
            assertStatus(registry.send("PUT", manifests(Digest.sha256(manifest).toString()), manifest,
                    "Content-Type", MediaTypes.OCI_MANIFEST), 201);
            pushed.add(Digest.sha256(manifest).toString());
        }

        List<String> listed = new ArrayList<>();
        String path = "/v2/" + APP + "/referrers/" + image.digest() + "?artifactType=application/vnd.example";
        int pages = 0;
        while (!path.isEmpty()) {
            HttpResponse<byte[]> page = registry.get(path);
            json(page).get("manifests").forEach(descriptor -> listed.add(descriptor.get("digest").asText()));
            path = page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>'))).orElse("");
            pages++;
        }

        assertThat(listed).containsExactlyInAnyOrderElementsOf(pushed);
        assertThat(pages).isEqualTo(2);
    }

    @Test
    void an_answer_looks_at_two_hundred_referrers_whatever_their_type() {
        registry.push(APP, image, "latest");
        registry.push(APP, Images.artifact(image).build(), "first");
        for (int number = 1; number <= 200; number++) {
            TestImage artifact = Images.artifact(image).annotation("number", Integer.toString(number)).build();
            assertStatus(registry.putManifest(APP, artifact, artifact.digest().toString()), 201);
        }
        String path = "/v2/" + APP + "/referrers/" + image.digest() + "?artifactType=application/vnd.example.other";

        HttpResponse<byte[]> first = registry.get(path);
        String link = header(first, "Link");
        HttpResponse<byte[]> second = registry.get(link.substring(1, link.indexOf('>')));

        assertThat(json(first).get("manifests")).isEmpty();
        assertThat(json(second).get("manifests")).isEmpty();
        assertThat(second.headers().firstValue("Link")).isEmpty();
    }
}
