package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.SdkCalls;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The store says that its disk is full, and whoever pushes is told. */
class FullDiskTest extends RegistryTest {
    private static final String SAID = "The disk on which the registry keeps its data is full";

    @AfterEach
    void makeRoom() {
        SdkCalls.clear();
    }

    private static void fillTheDisk() {
        SdkCalls.beforeNext("PutObject", () -> {
            throw S3Exception.builder().statusCode(507).message("The disk that holds the data folder is full").build();
        });
    }

    @Test
    void a_container_tool_is_told() {
        fillTheDisk();

        HttpResponse<byte[]> refused = registry.pushBlob(APP, bytes(1, 100));

        assertError(refused, 500, "UNKNOWN");
        assertThat(RegistryClient.text(refused)).contains(SAID);
        assertStatus(registry.pushBlob(APP, bytes(1, 100)), 201);
    }

    @Test
    void an_aws_client_is_told() {
        String upload = ecr.initiateLayerUpload(begin -> begin.repositoryName(APP)).uploadId();
        fillTheDisk();

        EcrException refused = catchThrowableOfType(EcrException.class, () -> ecr.uploadLayerPart(part -> part
                .repositoryName(APP).uploadId(upload).partFirstByte(0L).partLastByte(99L)
                .layerPartBlob(SdkBytes.fromByteArray(bytes(1, 100)))));

        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ServerException");
        assertThat(refused.awsErrorDetails().errorMessage()).contains(SAID);
    }
}
