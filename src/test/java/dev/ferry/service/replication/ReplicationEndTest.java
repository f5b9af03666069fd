package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.TagMutability;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A replication ends once, and what its row says is what happened at the destination. */
@ExtendWith(LocalAws.class)
class ReplicationEndTest {
    private static final TestImage IMAGE = Images.image().build();
    private static final TestImage OTHER = Images.image().seed(2).build();

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry destination = sameAccount(source, "eu-west-1");

    private Push push;

    @BeforeEach
    void pushAnImage() {
        services.repository(source);
        services.configure(source, destination);
        push = services.push(source, IMAGE, "latest");
        services.fanOut.fanOut(push);
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    /** The image arrives, and its row does not learn of it. */
    private void arriveAndDie() {
        SdkCalls.beforeNext("UpdateItem", ReplicationEndTest::saysComplete, () -> {
            throw SdkClientException.create("cut off");
        });
        assertThatThrownBy(() -> services.replicate(push, destination)).isInstanceOf(SdkClientException.class);
        assertThat(services.tagged(destination, "latest")).contains(IMAGE.digest());
    }

    private static boolean saysComplete(software.amazon.awssdk.core.SdkRequest request) {
        return request instanceof UpdateItemRequest update && update.updateExpression().contains("endedAt");
    }

    @Test
    void what_arrived_is_complete_though_its_source_was_deleted_before_it_could_be_said() {
        arriveAndDie();
        services.deletion.delete(source, APP, ImageId.of(IMAGE.digest()));

        services.replicate(push, destination);

        assertThat(services.state(push, destination)).isInstanceOf(Complete.class);
    }

    @Test
    void what_arrived_is_complete_though_it_was_tried_as_often_as_the_queue_allows() {
        arriveAndDie();

        services.giveUp.giveUp(source.region(), Services.message(push, destination));

        assertThat(services.state(push, destination)).isInstanceOf(Complete.class);
    }

    @Test
    void what_was_deleted_after_it_arrived_does_not_come_again() {
        arriveAndDie();
        services.deletion.delete(destination, APP, ImageId.of(IMAGE.digest()));

        services.replicate(push, destination);

        assertThat(services.state(push, destination)).isInstanceOf(Complete.class);
        assertThat(services.listed(destination)).isEmpty();
    }

    @Test
    void a_repository_that_was_deleted_after_the_image_arrived_does_not_come_again() {
        arriveAndDie();
        services.deleteRepository(destination);

        services.replicate(push, destination);

        assertThat(services.state(push, destination)).isInstanceOf(Complete.class);
        assertThat(services.repositoriesTable.repository(destination, APP)).isEmpty();
    }

    @Test
    void what_was_given_up_meanwhile_does_not_arrive_any_more() {
        services.repository(destination);
        SdkCalls.beforeNext("TransactWriteItems",
                () -> services.giveUp.giveUp(source.region(), Services.message(push, destination)));

        services.replicate(push, destination);

        assertThat(services.state(push, destination)).isInstanceOf(Failed.class);
        assertThat(services.listed(destination)).isEmpty();
    }

    @Test
    void what_was_there_already_is_not_brought_again_once_it_has_ended() {
        services.repository(destination);
        services.push(destination, IMAGE, Optional.empty());
        arriveAndDie();
        services.deletion.delete(destination, APP, ImageId.of(IMAGE.digest()));

        services.replicate(push, destination);

        assertThat(services.listed(destination)).isEmpty();
    }

    @Test
    void a_repository_that_becomes_immutable_while_an_image_arrives_keeps_its_tag() {
        services.repository(destination);
        services.push(destination, OTHER, "latest");
        SdkCalls.beforeNext("TransactWriteItems", write -> write.toString().contains("tag#latest"),
                () -> makeImmutable(destination));

        services.replicate(push, destination);

        assertThat(services.tagged(destination, "latest")).contains(OTHER.digest());
        assertThat(services.listedDigests(destination)).contains(IMAGE.digest());
        assertThat(services.state(push, destination)).isInstanceOf(Complete.class);
    }

    @Test
    void a_push_to_a_repository_that_becomes_immutable_meanwhile_is_refused() {
        services.provide(source, OTHER);
        SdkCalls.beforeNext("TransactWriteItems", () -> makeImmutable(source));

        assertThatThrownBy(() -> services.pushes.push(source, APP, OTHER.read(), Optional.of(Services.LATEST)))
                .isInstanceOfSatisfying(EcrException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.IMAGE_TAG_ALREADY_EXISTS));

        assertThat(services.tagged(source, "latest")).contains(IMAGE.digest());
    }

    private void makeImmutable(Registry registry) {
        services.repositories.change(registry, APP, repository -> repository.withTagMutability(
                new TagMutability(TagMutability.Mode.IMMUTABLE, List.of())));
    }

    @Test
    void a_deletion_that_someone_else_ended_takes_nothing_from_the_next_repository_of_the_name() {
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            services.repository(source);
            services.push(source, OTHER, "latest");
        });

        services.repositories.delete(source, APP, true);

        assertThat(services.tagged(source, "latest")).contains(OTHER.digest());
        assertThat(services.listedDigests(source)).containsExactly(OTHER.digest());
    }

    /** Promise 8: what a deletion has yet to take away was seen as there, and the repository as gone. */
    @Test
    void an_image_arrives_whole_where_a_repository_of_the_name_is_being_deleted() {
        services.repository(destination);
        services.provide(destination, IMAGE);
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            throw SdkClientException.create("cut off");
        });
        assertThatThrownBy(() -> services.deleteRepository(destination)).isInstanceOf(SdkClientException.class);
        SdkCalls.beforeNext("TransactWriteItems", () -> {
            services.repository(destination); // which ends the deletion first
            services.deleteRepository(destination);
        });

        services.replicate(push, destination);

        assertThat(services.tagged(destination, "latest")).contains(IMAGE.digest());
        new Pulls(services).assertAllComplete(destination);
    }
}
