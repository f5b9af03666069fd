package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Planned;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Every replication ends, as COMPLETE or as FAILED with a reason. */
class EndPromisesTest extends PromiseTest {
    @Test
    void promise12_a_layer_that_is_gone_at_the_source_ends_it() {
        Push push = pushTo(elsewhere);
        Digest gone = IMAGE.layers().get(0).digest();
        services.clients.s3(source.region()).deleteObject(delete ->
                delete.bucket("ferry-layers-111122223333-us-east-2").key(source.account() + "/sha256/" + gone.hex()));

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.LAYERS_NOT_FOUND, gone.toString());
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise12_a_manifest_that_is_not_what_its_digest_says_ends_it() {
        Push push = pushTo(elsewhere);
        damageManifest(IMAGE.digest(), Images.image().seed(77).build().manifest());

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, "does not match the digest");
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    @Test
    void promise12_a_manifest_that_is_none_any_more_ends_it() {
        Push push = pushTo(elsewhere);
        damageManifest(IMAGE.digest(), "not a manifest".getBytes(StandardCharsets.UTF_8));

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, "cannot be read");
    }

    @Test
    void promise12_a_child_whose_manifest_is_damaged_ends_it() {
        TestImage index = Images.index(IMAGE).build();
        services.repository(source);
        services.provide(source, index);
        services.configure(source, elsewhere);
        Push push = services.push(source, index, "latest");
        damageManifest(IMAGE.digest(), Images.image().seed(77).build().manifest());

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_DIGEST_DOES_NOT_MATCH, IMAGE.digest().toString());
        assertThat(services.listed(elsewhere)).isEmpty();
    }

    private void damageManifest(Digest image, byte[] bytes) {
        services.clients.dynamoDb(source.region())
                .updateItem(update -> update.tableName("ferry-images")
                        .key(Map.of(
                                "repository", AttributeValue.fromS(Services.key(source).toString()),
                                "item", AttributeValue.fromS("image#" + image)))
                        .updateExpression("SET manifest = :bytes")
                        .conditionExpression("attribute_exists(manifest)")
                        .expressionAttributeValues(
                                Map.of(":bytes", AttributeValue.fromB(SdkBytes.fromByteArray(bytes)))));
    }

    @Test
    void promise12_indexes_that_list_indexes_without_end_end_it() {
        TestImage nested = IMAGE;
        for (int depth = 0; depth < 10; depth++) {
            nested = Images.index(nested).build();
        }
        services.repository(source);
        services.provide(source, nested);
        services.configure(source, elsewhere);
        Push push = services.push(source, nested, "latest");

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.LIMIT_EXCEEDED, "more than 8 deep");
    }

    @Test
    void promise12_an_image_that_was_deleted_at_the_source_ends_it() {
        Push push = pushTo(elsewhere);
        services.deletion.delete(source, APP, ImageId.of(IMAGE.digest()));

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.IMAGE_NOT_FOUND, IMAGE.digest().toString());
    }

    @Test
    void promise12_another_account_without_a_policy_ends_it() {
        Registry partner = registry("eu-west-1");
        Push push = pushTo(partner);

        services.deliver(push);

        assertFailed(push, partner, FailureCode.ACCESS_DENIED, partner.account() + " in eu-west-1 does not allow");
        assertThat(services.repositoriesTable.repository(partner, APP)).isEmpty();
    }

    @Test
    void promise12_a_repository_that_may_not_be_made_ends_it() {
        Registry partner = registry("eu-west-1");
        services.permit(partner, source, "ecr:ReplicateImage");
        Push push = pushTo(partner);

        services.deliver(push);

        assertFailed(push, partner, FailureCode.REPOSITORY_NOT_FOUND, "ecr:CreateRepository");
        assertThat(services.repositoriesTable.repository(partner, APP)).isEmpty();
    }

    @Test
    void promise12_a_repository_that_is_there_needs_no_leave_to_be_made() {
        Registry partner = registry("eu-west-1");
        services.repository(partner);
        services.permit(partner, source, "ecr:ReplicateImage");
        Push push = pushTo(partner);

        services.deliver(push);

        assertThat(services.state(push, partner)).isInstanceOf(Complete.class);
    }

    @Test
    void promise12_a_region_that_was_disabled_since_ends_it() {
        Registry optIn = sameAccount(source, "me-south-1");
        services.optIns.enable(source.account(), optIn.region());
        Push push = pushTo(optIn);
        services.optIns.disable(source.account(), optIn.region());

        services.deliver(push);

        assertFailed(push, optIn, FailureCode.REGION_NOT_ENABLED, "me-south-1");
    }

    @Test
    void promise12_a_region_that_the_destination_account_has_not_enabled_ends_it() {
        Registry partner = registry("me-south-1");
        services.optIns.enable(source.account(), partner.region());
        services.permit(partner, source, "ecr:ReplicateImage", "ecr:CreateRepository");
        Push push = pushTo(partner);

        services.deliver(push);

        assertFailed(push, partner, FailureCode.REGION_NOT_ENABLED, partner.account().value());
    }

    @Test
    void promise12_an_account_without_its_service_linked_role_ends_it() {
        Push push = pushTo(elsewhere);
        services.configure(source);
        services.roles.delete(services.regions.partitionOf(source.region()).orElseThrow(), source.account());

        services.deliver(push);

        assertFailed(push, elsewhere, FailureCode.SERVICE_LINKED_ROLE_NOT_FOUND, "AWSServiceRoleForECRReplication");
    }

    @Test
    void promise12_giving_up_ends_it_with_the_reason_of_the_last_try() {
        Push push = pushTo(elsewhere);
        services.fanOut.fanOut(push);
        services.replications.noteFailedTry(
                source.region(), ImageKey.of(push), push.id(), elsewhere, "SdkClientException: the network is down");

        services.giveUp.giveUp(source.region(), Services.message(push, elsewhere));

        assertFailed(push, elsewhere, FailureCode.INTERNAL_FAILURE, "the network is down");
        assertThat(services.statuses.of(source, ImageKey.of(push), Optional.empty())).singleElement()
                .satisfies(status -> assertThat(status.state()).isInstanceOf(Failed.class));
    }

    @Test
    void promise12_an_end_stays_the_end() {
        Push push = pushTo(elsewhere);
        services.deliver(push);
        ReplicationState end = services.state(push, elsewhere);

        services.giveUp.giveUp(source.region(), Services.message(push, elsewhere));
        services.replicate(push, elsewhere);

        assertThat(services.state(push, elsewhere)).isEqualTo(end).isInstanceOf(Complete.class);
    }

    @Test
    void promise12_what_is_open_for_too_long_is_taken_up_again() {
        Push lostRecord = pushTo(elsewhere);
        int takenUp = services.sweepLater().sweep(source.region());

        assertThat(takenUp).isPositive();
        assertThat(services.state(lostRecord, elsewhere)).isInstanceOf(Planned.class);
        services.replicate(lostRecord, elsewhere);
        assertThat(services.state(lostRecord, elsewhere)).isInstanceOf(Complete.class);
    }

    private Push pushTo(Registry destination) {
        services.repository(source);
        services.configure(source, destination);
        return services.push(source, IMAGE, "latest");
    }
}
