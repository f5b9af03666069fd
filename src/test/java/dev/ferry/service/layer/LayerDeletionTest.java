package dev.ferry.service.layer;

import static dev.ferry.service.Services.APP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Push;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A layer goes from under no image, whoever else is at work. */
@ExtendWith(LocalAws.class)
class LayerDeletionTest {
    private static final TestImage IMAGE = Images.image().build();
    private static final Digest LAYER = IMAGE.layers().get(0).digest();

    private final Services services = new Services();
    private final Registry registry = Services.registry("us-west-2");
    private final Registry elsewhere = Services.sameAccount(registry, "eu-west-1");

    @BeforeEach
    void provide() {
        services.repository(registry);
        services.provide(registry, IMAGE);
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    private boolean delete() {
        return services.layerDeletion.delete(registry, APP, LAYER);
    }

    private void push() {
        services.pushes.push(registry, APP, IMAGE.read(), Optional.of(Services.LATEST));
    }

    private boolean isPullable() {
        return services.layers.size(registry, APP, LAYER) > 0;
    }

    @Test
    void a_push_that_looked_before_the_deletion_sees_it_when_it_commits() {
        SdkCalls.beforeNext("TransactWriteItems", () -> assertThat(delete()).isTrue());

        assertRefused(ErrorCode.LAYERS_NOT_FOUND, this::push);

        assertThat(services.listed(registry)).isEmpty();
    }

    @Test
    void a_push_that_commits_before_the_deletion_is_announced_keeps_its_layer() {
        SdkCalls.beforeNext("TransactWriteItems", this::push);

        assertThat(delete()).isFalse();

        assertThat(isPullable()).isTrue();
    }

    @Test
    void while_it_is_looked_whether_a_layer_is_used_no_push_relies_on_it() {
        SdkCalls.beforeNext("Query", () -> assertRefused(ErrorCode.LAYERS_NOT_FOUND, this::push));

        assertThat(delete()).isTrue();
    }

    @Test
    void while_it_is_looked_whether_a_layer_is_used_it_can_be_pulled() {
        push();
        SdkCalls.beforeNext("Query", () -> assertThat(isPullable()).isTrue());

        assertThat(delete()).isFalse();

        services.pushes.push(registry, APP, Images.index(IMAGE).build().read(), Optional.empty());
        assertThat(isPullable()).isTrue();
    }

    @Test
    void a_layer_that_is_uploaded_again_meanwhile_stays() {
        SdkCalls.beforeNext("DeleteItem", () -> services.upload(registry, IMAGE.layers().get(0).bytes()));

        delete();

        push();
        assertThat(isPullable()).isTrue();
    }

    @Test
    void a_deletion_that_was_cut_short_takes_no_layer_from_an_image() {
        push();
        SdkCalls.beforeNext("Query", () -> {
            throw SdkClientException.create("the network is down");
        });

        assertThatThrownBy(this::delete).hasMessage("the network is down");

        assertThat(isPullable()).isTrue();
        assertThat(delete()).isFalse();
        assertThat(isPullable()).isTrue();
    }

    @Test
    void a_layer_that_is_deleted_at_a_destination_is_brought_again() {
        services.configure(registry, elsewhere);
        services.repository(elsewhere);
        services.upload(elsewhere, IMAGE.layers().get(0).bytes());
        push();
        Push push = services.history.of(registry.region(),
                new ImageKey(Services.key(registry), IMAGE.digest())).get(0).push();
        services.fanOut.fanOut(push);
        SdkCalls.beforeNext("CopyObject", () -> services.layerDeletion.delete(elsewhere, APP, LAYER));

        services.replicate(push, elsewhere);

        assertThat(services.listedDigests(elsewhere)).containsExactly(IMAGE.digest());
        assertThat(services.layers.size(elsewhere, APP, LAYER)).isPositive();
    }

    private static void assertRefused(ErrorCode code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(
                EcrException.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
