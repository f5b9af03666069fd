package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.ContentSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.MediaTypes;
import dev.ferry.registry.Registry;
import dev.ferry.registry.StoredImage;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Status;
import dev.ferry.service.Services;
import dev.ferry.service.image.Referrer;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.testing.FerryBeans;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What container tools push besides ordinary images, and how it arrives. */
@ExtendWith(LocalAws.class)
class ArtifactReplicationTest {
    private static final TestImage IMAGE = Images.image().build();
    private static final byte[] CONFIG = "{}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LAYER = "a layer".getBytes(StandardCharsets.UTF_8);

    private final Services services = new Services();
    private final Registry source = Services.registry("us-west-2");
    private final Registry there = Services.sameAccount(source, "eu-west-1");

    @BeforeEach
    void replicate() {
        services.repository(source);
        services.configure(source, there);
    }

    private Push push(Manifest manifest) {
        Push push = services.pushes.push(source, APP, manifest, Optional.empty());
        services.deliver(push);
        return push;
    }

    private void assertArrived(Push push) {
        assertThat(services.state(push, there).status()).isEqualTo(Status.COMPLETE);
        assertThat(services.listedDigests(there)).contains(push.digest());
    }

    private static Manifest withForeignLayer(byte[] foreign) {
        return ManifestReader.read("""
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.nondistributable.v1.tar","digest":"%s","size":%d,
                 "urls":["https://layers.example.com/windows"]}]}"""
                .formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_EMPTY, Digest.sha256(CONFIG), Digest.sha256(foreign),
                        foreign.length)
                .getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    @Test
    void a_signature_is_a_push_of_its_own_and_is_listed_at_the_destination_before_its_subject_comes() {
        TestImage signature = Images.artifact(IMAGE).annotation("by", "me").build();
        services.provide(source, signature);

        assertArrived(push(signature.read()));

        assertThat(services.referrers.page(there, APP, IMAGE.digest(), Optional.empty(), referrer -> true, 20).items())
                .singleElement().extracting(Referrer::manifest).satisfies(listed -> {
                    assertThat(listed.digest()).isEqualTo(signature.digest());
                    assertThat(listed.annotations()).containsEntry("by", "me");
                });
    }

    @Test
    void a_foreign_layer_comes_along_if_the_source_has_it() {
        services.upload(source, CONFIG);
        services.upload(source, LAYER);

        assertArrived(push(withForeignLayer(LAYER)));

        assertThat(services.layer(there, Digest.sha256(LAYER))).isEqualTo(LAYER);
        assertThat(services.layers.available(there, APP, Set.of(Digest.sha256(LAYER)))).hasSize(1);
    }

    @Test
    void a_foreign_layer_that_the_source_has_not_holds_nothing_up() {
        services.upload(source, CONFIG);

        assertArrived(push(withForeignLayer("elsewhere".getBytes(StandardCharsets.UTF_8))));

        assertThat(services.layers.available(there, APP, Set.of(Digest.sha256("elsewhere")))).isEmpty();
    }

    @Test
    void an_index_of_indexes_arrives_with_all_that_it_lists() {
        TestImage second = Images.image().seed(2).build();
        TestImage nested = Images.index(Images.index(IMAGE).build(), Images.index(IMAGE, second).build()).build();
        services.provide(source, nested);

        assertArrived(push(nested.read()));

        assertThat(services.listedDigests(there)).hasSize(5).contains(IMAGE.digest(), second.digest());
    }

    @Test
    void an_image_that_is_called_by_its_sha512_keeps_the_name() {
        Digest config = upload512(CONFIG);
        Digest layer = upload512(LAYER);
        Manifest manifest = ManifestReader.read("""
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":7}]}"""
                .formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_EMPTY, config, layer)
                .getBytes(StandardCharsets.UTF_8), Optional.empty(), Digest.Algorithm.SHA512);

        assertArrived(push(manifest));

        StoredImage stored = services.storedImages.image(there.region(), Services.key(there), manifest.digest()).orElseThrow();
        assertThat(services.manifests.of(there, stored).bytes()).isEqualTo(manifest.bytes());
        assertThat(services.layerStore.size(there, layer)).hasValue(LAYER.length);
    }

    private Digest upload512(byte[] bytes) {
        LayerUpload upload = services.uploads.begin(services.repositories.get(source, APP), source.account().value());
        services.uploads.append(source, APP, upload.id(), 0, bytes);
        Digest digest = Digest.Algorithm.SHA512.of(bytes);
        services.completion.finish(source, APP, upload.id(), digest);
        return digest;
    }

    @Test
    void an_empty_layer_arrives() {
        LayerCompletion lenient =
                FerryBeans.create().with(ContentSettings.class, () -> true).get(LayerCompletion.class);
        LayerUpload upload = services.begin(source);
        lenient.finish(source, APP, upload.id(), Digest.sha256(new byte[0]));
        services.upload(source, CONFIG);
        Manifest manifest = ManifestReader.read("""
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"%s","size":2},
                 "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar","digest":"%s","size":0}]}"""
                .formatted(MediaTypes.OCI_MANIFEST, MediaTypes.OCI_EMPTY, Digest.sha256(CONFIG), Digest.sha256(new byte[0]))
                .getBytes(StandardCharsets.UTF_8), Optional.empty());

        assertArrived(push(manifest));

        assertThat(services.layerStore.size(there, Digest.sha256(new byte[0]))).hasValue(0);
    }

    @Test
    void a_child_that_the_source_has_lost_fails_the_replication_with_its_name() {
        TestImage index = Images.index(IMAGE).build();
        services.provide(source, index);
        Push push = services.pushes.push(source, APP, index.read(), Optional.empty());
        services.fanOut.fanOut(push);
        services.clients.dynamoDb(source.region()).deleteItem(delete -> delete.tableName("ferry-images")
                .key(ImagesTable.imageKey(Services.key(source), IMAGE.digest()).key()));

        services.replicate(push, there);

        assertThat(services.state(push, there)).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.reason()).contains(IMAGE.digest().toString()));
        assertThat(services.listedDigests(there)).isEqualTo(List.of());
    }
}
