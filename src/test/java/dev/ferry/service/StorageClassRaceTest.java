package dev.ferry.service;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.registry.StorageClass;
import dev.ferry.replication.Push;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever comes second to an image that is archived or restored sees it as it is then. */
@ExtendWith(LocalAws.class)
@Tag("full")
class StorageClassRaceTest {
    private static final TestImage IMAGE = Images.image().layerSize(64).build();

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @BeforeEach
    void pushImage() {
        services.repository(source);
        services.push(source, IMAGE, "v1");
    }

    @AfterEach
    void forget() {
        SdkCalls.clear();
    }

    private void update(Registry registry, StorageClass target) {
        services.storageClasses.update(registry, APP, ImageId.of(IMAGE.digest()), target);
    }

    /** Happens between what the next writer has read and what it writes. */
    private void meanwhile(Registry registry, StorageClass target) {
        SdkCalls.beforeNext("TransactWriteItems", () -> update(registry, target));
    }

    private Image image(Registry registry) {
        return services.storedImages.image(registry.region(), Services.key(registry), IMAGE.digest()).orElseThrow().image();
    }

    private void assertToldOf(Registry registry, StorageClass... targets) {
        assertThat(StorageClassEventLog.of(services, registry, IMAGE.digest())).extracting(change -> change.target())
                .containsExactly(targets);
    }

    @Test
    void image_that_is_archived_during_a_push_is_restored_by_it() {
        meanwhile(source, StorageClass.ARCHIVE);

        services.push(source, IMAGE, "v2");

        assertThat(image(source).storage().isArchived()).isFalse();
        assertToldOf(source, StorageClass.ARCHIVE, StorageClass.STANDARD);
    }

    @Test
    void image_that_is_restored_during_a_push_is_restored_once() {
        update(source, StorageClass.ARCHIVE);
        meanwhile(source, StorageClass.STANDARD);

        services.push(source, IMAGE, "v2");

        assertToldOf(source, StorageClass.ARCHIVE, StorageClass.STANDARD);
    }

    @Test
    void replica_that_is_archived_while_its_image_arrives_is_restored_by_it() {
        services.configure(source, elsewhere);
        services.deliver(services.push(source, IMAGE, "v2"));
        Push push = services.push(source, IMAGE, "v3");
        services.fanOut.fanOut(push);
        SdkCalls.beforeNext("TransactWriteItems",
                request -> request.toString().contains("kind=AttributeValue(S=end)"),
                () -> update(elsewhere, StorageClass.ARCHIVE));

        services.replicate(push, elsewhere);

        assertThat(image(elsewhere).storage().isArchived()).isFalse();
        assertThat(image(elsewhere).tags()).hasSize(2);
        assertToldOf(elsewhere, StorageClass.ARCHIVE, StorageClass.STANDARD);
        assertThat(image(source).storage().isArchived()).isFalse();
    }

    @Test
    void image_that_is_archived_meanwhile_is_not_deleted_for_what_it_was_before() {
        meanwhile(source, StorageClass.ARCHIVE);

        services.deletion.deleteIf(source, APP, IMAGE.digest(), image -> !image.storage().isArchived(), Set.of());

        assertThat(image(source).storage().isArchived()).isTrue();
    }

    @Test
    void image_that_is_deleted_meanwhile_is_neither_archived_nor_restored() {
        for (StorageClass target : StorageClass.values()) {
            if (target == StorageClass.STANDARD) {
                update(source, StorageClass.ARCHIVE);
            }
            SdkCalls.beforeNext("TransactWriteItems",
                    () -> services.deletion.delete(source, APP, ImageId.of(IMAGE.digest())));

            assertThat(services.storageClasses.update(source, APP, ImageId.of(IMAGE.digest()), target)).isEmpty();

            assertThat(services.listed(source)).isEmpty();
            services.push(source, IMAGE, "v1");
        }
    }
}
