package dev.ferry;

import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the packaged functions print. */
@ExtendWith(LocalCloud.class)
class FunctionLogIT {
    private static final String REPOSITORY = "team/app";

    private final TestImage image = Images.image().layers(2).layerSize(700).seed(51).build();
    private final LocalCloud.Running cloud;
    private final TestRegistry west;
    private final TestRegistry east;

    FunctionLogIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
        String account = cloud.newAccount();
        west = cloud.registry(account, "us-west-2").with(REPOSITORY);
        east = cloud.registry(account, "us-east-1");
    }

    @Test
    void aPushAndItsEndAreCountedOnceAndAnnouncedToNobodyWhoWouldPushThemAgain() {
        west.replicatingTo(east);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        String push = pushId();

        await().atMost(TestRegistry.PATIENCE).until(() -> metrics(push, "ReplicationsCompleted").size() == 1);
        await().atMost(TestRegistry.PATIENCE).until(() -> metrics(push, "Pushed").size() == 1);

        assertThat(metrics(push, "ReplicationLag")).hasSize(1);
        assertThat(cloud.log())
                .anyMatch(line -> line.contains("ECR Image Action from ferry in us-west-2 matched no rule"))
                .anyMatch(line -> line.contains("ECR Replication Action from ferry in us-east-1 matched no rule"))
                .noneMatch(line -> line.contains("from ferry in") && !line.contains("matched no rule"));
        // Had it been recorded again, the image would have another push in the log.
        assertThat(cloud.log()).noneMatch(line -> line.contains("notified of " + west.account()));
    }

    private String pushId() {
        Pattern recorded = Pattern.compile("push ([^ ]+): " + west.account() + "/us-west-2/" + REPOSITORY + ":1\\.0 ");
        return cloud.log().stream()
                .map(recorded::matcher)
                .filter(Matcher::find)
                .map(line -> line.group(1))
                .findFirst()
                .orElseThrow();
    }

    private List<String> metrics(String push, String name) {
        return cloud.log().stream()
                .filter(line -> line.contains("{\"_aws\":") && line.contains(push) && line.contains("\"" + name + "\":"))
                .toList();
    }

    @Test
    void noSecretIsLogged() {
        west.replicatingTo(east);
        String token = west.ecr().getAuthorizationToken().authorizationData().get(0).authorizationToken();
        String password = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8).substring("AWS:".length());
        RegistryClient tool = west.oci().authorizedBy("Basic " + token);
        tool.push(REPOSITORY, image, "1.0");
        HttpResponse<byte[]> sent = tool.get("/v2/" + REPOSITORY + "/blobs/" + image.config().digest());
        String signature = signature(sent);
        assertThat(tool.pullBlob(REPOSITORY, image.config().digest()).statusCode()).isEqualTo(200);
        String wrong = Base64.getEncoder().encodeToString(("AWS:" + password + "x").getBytes(StandardCharsets.UTF_8));
        assertThat(tool.authorizedBy("Basic " + wrong).get("/v2/").statusCode()).isEqualTo(401);
        assertThat(tool.authorizedBy("Bearer " + password).get("/v2/" + REPOSITORY + "/tags/list").statusCode())
                .isEqualTo(200);
        assertThat(tool.authorizedBy("Bearer " + password + "x").get("/v2/" + REPOSITORY + "/tags/list").statusCode())
                .isEqualTo(401);
        assertThat(tool.send("PUT", "/v2/" + REPOSITORY + "/manifests/bad", "{".getBytes(StandardCharsets.UTF_8)).statusCode())
                .isEqualTo(400);
        west.awaitComplete(REPOSITORY, tag("1.0"));

        List<String> log = cloud.log();

        assertThat(log).anyMatch(line -> line.contains(west.account() + "/us-west-2/" + REPOSITORY));
        for (String secret : List.of(token, password, wrong, signature, "X-Amz-Signature", "X-Amz-Credential",
                "Authorization:", "Signature=")) {
            assertThat(log).as("a secret of %d characters", secret.length()).noneMatch(line -> line.contains(secret));
        }
    }

    private static String signature(HttpResponse<byte[]> redirect) {
        URI location = URI.create(redirect.headers().firstValue("Location").orElseThrow());
        return Arrays.stream(location.getRawQuery().split("&"))
                .filter(parameter -> parameter.startsWith("X-Amz-Signature="))
                .map(parameter -> parameter.substring("X-Amz-Signature=".length()))
                .findFirst()
                .orElseThrow();
    }
}
