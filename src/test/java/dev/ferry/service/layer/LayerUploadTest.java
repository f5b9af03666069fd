package dev.ferry.service.layer;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.service.Services;
import dev.ferry.testing.SdkCalls;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the tests of uploads do with the real table and bucket. */
@ExtendWith(LocalAws.class)
abstract class LayerUploadTest {
    static final int MIB = 1024 * 1024;
    static final int PART = 5 * MIB;

    final Services services = new Services();
    final Registry registry = registry("us-west-2");

    @BeforeEach
    void makeTheRepository() {
        services.repository(registry);
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    LayerUpload begun(byte[] chunk) {
        LayerUpload upload = services.begin(registry);
        return services.uploads.append(registry, APP, upload.id(), 0, chunk);
    }

    void complete(LayerUpload upload, Digest digest) {
        services.completion.complete(registry, APP, upload.id(), List.of(digest));
    }

    void assertNoLayer(byte[] bytes) {
        Digest digest = Digest.sha256(bytes);
        assertThat(services.layers.available(registry, APP, Set.of(digest))).isEmpty();
        assertThat(services.layerStore.size(registry, digest)).isEmpty();
    }

    void assertNothingIsLeftOf(LayerUpload upload) {
        assertThat(services.clients.s3(registry.region())
                        .listObjectsV2(list -> list.bucket("ferry-layers-111122223333-us-west-2")
                                .prefix("uploads/" + registry.account() + "/" + upload.id()))
                        .contents())
                .isEmpty();
    }

    static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(
                EcrException.class, refused -> assertThat(refused.code()).isEqualTo(code));
    }

    static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static byte[] concat(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
