package dev.ferry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RawRequest;
import dev.ferry.testing.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** The local cloud answers whatever comes to whatever path, and does nothing for a web page. */
@ExtendWith(LocalCloud.class)
@Tag("full")
class AnsweredRequestsIT {
    private static final List<String> PATHS = List.of("/", "/enableRegion", "/getRegionOptStatus", "/listRegions", "/nothing", "/v2",
            "/v2/", "/v2/_catalog", "/v2/team/app/tags/list", "/v2/team/app/manifests/1.0", "/v2/team/app/blobs/uploads/",
            "/v2/team/app/blobs/uploads/1", "/v2//blobs/uploads/..");
    private static final List<String> BODIES = List.of("", "{}", "Action=GetRole&Version=2010-05-08&RoleName=x", "<a/>");

    private final LocalCloud.Running cloud;
    private final TestRegistry registry;
    private final String account;

    AnsweredRequestsIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
        this.account = cloud.newAccount();
        this.registry = cloud.registry(account, "us-east-1");
    }

    private String authorization(String service) {
        return "AWS4-HMAC-SHA256 Credential=" + account + "/20260102/us-east-1/" + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
    }

    private String answer(String method, String path, String body, Map<String, String> headers) throws IOException {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("Host", "localhost");
        return new RawRequest(method, path, all, body.getBytes(UTF_8)).exchange(cloud.endpoint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/x-amz-json-1.1", "application/x-amz-json-1.0", "application/json", "application/xml",
        "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "multipart/form-data; boundary=x",
        "text/plain", "application/octet-stream", "application/vnd.oci.image.manifest.v1+json", "no type at all", ";"})
    void every_content_type_is_answered_at_every_path(String type) throws IOException {
        String basic = "Basic " + registry.ecr().getAuthorizationToken().authorizationData().get(0).authorizationToken();
        for (String path : PATHS) {
            for (String body : BODIES) {
                for (String service : List.of("ecr", "iam")) {
                    String answer = answer("POST", path, body, Map.of(
                            "Content-Type", type,
                            "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921.GetDownloadUrlForLayer",
                            "X-Amz-Date", "20260102T000000Z",
                            "Authorization", path.startsWith("/v2") ? basic : authorization(service)));

                    assertThat(answer).as("%s as %s for %s: %s", path, type, service, body).matches("(?s)HTTP/1\\.1 [234]\\d\\d .*");
                }
            }
        }
    }

    @Test
    void a_region_that_is_refused_leaves_nothing_behind() throws IOException {
        registry.ecr().describeRegistry(describe -> {});
        TestRegistry nowhere = cloud.registry(account, "eu-isoe-west-1");

        assertThatThrownBy(() -> nowhere.ecr().describeRegistry(describe -> {})).isInstanceOf(EcrException.class)
                .hasMessageContaining("there is no Region eu-isoe-west-1");

        assertThat(Files.readString(cloud.data().resolve("regions"))).contains("us-east-1").doesNotContain("isoe");
        try (Stream<Path> kept = Files.walk(cloud.data(), 2)) {
            assertThat(kept.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("isoe"));
        }
    }

    @Test
    void a_web_page_makes_no_service_linked_role_and_enables_no_region() throws IOException {
        Map<String, String> page = Map.of(
                "Origin", "https://attacker.example", "Content-Type", "application/x-www-form-urlencoded");
        String signed = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + account + "%2F20260102%2Fus-east-1%2F%s"
                + "%2Faws4_request&X-Amz-Date=20260102T000000Z&X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=00";

        String role = answer("POST", "/?" + signed.replace("%s", "iam"),
                "Action=CreateServiceLinkedRole&Version=2010-05-08&AWSServiceName=replication.ecr.amazonaws.com", page);
        String region = answer("POST", "/enableRegion?" + signed.replace("%s", "account"),
                "{\"RegionName\":\"af-south-1\"}", page);

        assertThat(role).startsWith("HTTP/1.1 403 ");
        assertThat(region).startsWith("HTTP/1.1 403 ");
        assertThat(registry.accountManagement().getRegionOptStatus(get -> get.regionName("af-south-1"))
                .regionOptStatusAsString()).isEqualTo("DISABLED");
    }
}
