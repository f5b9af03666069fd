package dev.ferry.permissions;

import static dev.ferry.service.Services.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.service.Services;
import dev.ferry.service.replication.FanOut;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.SdkCalls.Call;
import dev.ferry.testing.TestImage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * A push in us-west-2 goes to eu-west-1, and each function has the permissions that its stack, in its own Region, gives it:
 * no other Region's but where it has to, and none but the Regions that the stack names.
 */
@ExtendWith(LocalAws.class)
class LeastPrivilegeTest {
    private static final String HOME = "us-east-1";
    private static final String SOURCE = "us-west-2";
    private static final String DESTINATION = "eu-west-1";
    private static final String ALL = String.join(",", HOME, SOURCE, DESTINATION);
    /** What a function calls; the rest is what the test itself calls, of ECR. */
    private static final Set<String> AWS = Set.of("DynamoDb", "S3", "Sqs");

    private final Services services = new Services();
    private final ApiServer server = new ApiServer();
    private final String account = ApiServer.newAccount();
    private final Registry source = Registry.of(account, SOURCE);
    private final Registry destination = Registry.of(account, DESTINATION);
    private final EcrClient ecr = server.ecr(account, SOURCE);
    private final TestImage image = Images.image().build();

    /** The local services make a Region's stack when it is first called, which is not the functions' doing. */
    @BeforeEach
    void haveTheStacks() {
        for (String region : List.of(HOME, SOURCE, DESTINATION)) {
            services.settings.replication(Registry.of(account, region));
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void api_reaches_beside_its_own_Region_what_is_the_accounts() {
        List<Call> calls = calls(this::configureAndPush);

        assertAllAllowed("api", SOURCE, ALL, calls);
        assertThat(calls.stream().filter(call -> !call.region().equals(SOURCE)))
                .isNotEmpty()
                .allMatch(call -> call.region().equals(HOME))
                .allMatch(call -> FunctionPermissions.needed(call).stream()
                        .allMatch(permission -> permission.resource().endsWith(":table/ferry-settings")));
    }

    @Test
    void fan_out_and_give_up_stay_in_their_Region() {
        Push push = pushed();

        List<Call> fanOut = calls(() -> services.fanOut.fanOut(push));

        assertAllAllowed("fan-out", SOURCE, SOURCE, fanOut);
        assertThat(fanOut).noneMatch(call -> isAllowed("fan-out", DESTINATION, ALL, call));
    }

    @Test
    void replicate_reaches_the_Regions_that_its_stack_names_and_no_others() {
        Push push = pushed();
        services.fanOut.fanOut(push);

        List<Call> calls = calls(() -> services.replicate(push, destination));

        assertAllAllowed("replicate", SOURCE, ALL, calls);
        assertThat(calls.stream().filter(call -> call.region().equals(DESTINATION)))
                .isNotEmpty()
                .noneMatch(call -> isAllowed("replicate", SOURCE, HOME + "," + SOURCE, call));
        assertThat(services.state(push, destination).status()).hasToString("COMPLETE");
    }

    @Test
    void only_the_doors_can_read_the_access_keys() {
        Call read = new Call("DynamoDb", "GetItem",
                GetItemRequest.builder().tableName("ferry-access-keys").build(), SOURCE);

        for (String function : List.of("push", "fan-out", "replicate", "give-up", "sweep")) {
            assertThat(isAllowed(function, SOURCE, ALL, read)).as(function).isFalse();
        }
        assertThat(isAllowed("api", SOURCE, ALL, read)).isTrue();
        assertThat(isAllowed("api", DESTINATION, ALL, read)).isFalse();
    }

    /** What every other test relies on: a function that calls more than its role allows fails. */
    @Test
    void a_call_that_the_role_does_not_allow_is_refused_in_any_test() {
        Push push = pushed();
        Clock curious = new CuriousClock();
        FanOut fanOut = FerryBeans.create().with(Clock.class, curious).get(FanOut.class);

        assertThatThrownBy(() -> fanOut.fanOut(push))
                .hasStackTraceContaining("does not allow the function fan-out dynamodb:GetItem on "
                        + "arn:aws:dynamodb:us-west-2:111122223333:table/ferry-access-keys");
    }

    /** Reads a key whenever it is asked for the time. */
    private final class CuriousClock extends Clock {
        @Override
        public Instant instant() {
            services.clients.dynamoDb(source.region()).getItem(get -> get.tableName("ferry-access-keys")
                    .key(Map.of("accessKeyId", AttributeValue.fromS("AKIAIOSFODNN7EXAMPLE"))));
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private Push pushed() {
        configureAndPush();
        return services.history
                .of(source.region(), ImageKey.of(source.account(), APP, image.digest()))
                .get(0)
                .push();
    }

    private void configureAndPush() {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(rule ->
                rule.destinations(to -> to.region(DESTINATION).registryId(account)))));
        ecr.createRepository(create -> create.repositoryName(APP.value()));
        image.blobs().forEach(blob -> {
            String upload = ecr.initiateLayerUpload(begin -> begin.repositoryName(APP.value())).uploadId();
            ecr.uploadLayerPart(part -> part.repositoryName(APP.value())
                    .uploadId(upload)
                    .partFirstByte(0L)
                    .partLastByte(blob.bytes().length - 1L)
                    .layerPartBlob(SdkBytes.fromByteArray(blob.bytes())));
            ecr.completeLayerUpload(complete -> complete.repositoryName(APP.value())
                    .uploadId(upload)
                    .layerDigests(blob.digest().toString()));
        });
        ecr.putImage(put -> put.repositoryName(APP.value()).imageManifest(image.manifestText()).imageTag("1.0"));
    }

    private static List<Call> calls(Runnable action) {
        return SdkCalls.during(action).stream().filter(call -> AWS.contains(call.service())).toList();
    }

    private static void assertAllAllowed(String function, String own, String regions, List<Call> calls) {
        assertThat(calls).isNotEmpty();
        for (Call call : calls) {
            for (Permission permission : FunctionPermissions.needed(call)) {
                assertThat(FunctionPermissions.allows(function, own, regions, permission))
                        .as("%s of the stack in %s: %s", function, own, permission)
                        .isTrue();
            }
        }
    }

    private static boolean isAllowed(String function, String own, String regions, Call call) {
        return FunctionPermissions.needed(call).stream()
                .allMatch(permission -> FunctionPermissions.allows(function, own, regions, permission));
    }
}
