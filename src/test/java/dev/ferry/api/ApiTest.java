package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferry.local.LocalAws;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.TestImage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The API through the AWS SDK's clients, over real tables, buckets and queues; each test has accounts of its own. */
@ExtendWith(LocalAws.class)
abstract class ApiTest {
    static final String REGION = "us-west-2";

    private static final Map<Class<?>, ApiServer> SERVERS = new ConcurrentHashMap<>();

    /** One for all tests of a class. */
    final ApiServer api = SERVERS.get(getClass());

    final String account = ApiServer.newAccount();
    final EcrClient ecr = api.ecr(account, REGION);

    @BeforeAll
    static void startApi(TestInfo test) {
        SERVERS.put(test.getTestClass().orElseThrow(), new ApiServer());
    }

    @AfterAll
    static void stopApi(TestInfo test) {
        SERVERS.remove(test.getTestClass().orElseThrow()).close();
    }

    /** Asserts that a call is refused with this code and exactly this message. */
    static void assertRefused(ThrowingCallable call, int status, String code, String message) {
        AwsServiceException error = refused(call, status, code);
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
    }

    static void assertRefused(ThrowingCallable call, String code, String message) {
        assertRefused(call, 400, code, message);
    }

    static AwsServiceException refused(ThrowingCallable call, int status, String code) {
        AwsServiceException error = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(error).isNotNull();
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
        assertThat(error.statusCode()).isEqualTo(status);
        return error;
    }

    static String invalid(String parameter, String constraint) {
        return "Invalid parameter at '" + parameter + "' failed to satisfy constraint: '" + constraint + "'";
    }

    void create(String repository) {
        ecr.createRepository(request -> request.repositoryName(repository));
    }

    String arn(String repository) {
        return "arn:aws:ecr:" + REGION + ":" + account + ":repository/" + repository;
    }

    String noRepository(String repository) {
        return "The repository with name '" + repository + "' does not exist in the registry with id '" + account + "'";
    }

    /** Uploads a layer, if the repository hasn't got it. */
    void upload(String repository, byte[] layer) {
        String digest = digest(layer);
        boolean there = ecr.batchCheckLayerAvailability(check -> check.repositoryName(repository).layerDigests(digest))
                .layers().get(0).layerAvailabilityAsString().equals("AVAILABLE");
        if (!there) {
            String upload = ecr.initiateLayerUpload(begin -> begin.repositoryName(repository)).uploadId();
            ecr.uploadLayerPart(part -> part.repositoryName(repository).uploadId(upload)
                    .partFirstByte(0L).partLastByte(layer.length - 1L).layerPartBlob(SdkBytes.fromByteArray(layer)));
            ecr.completeLayerUpload(
                    complete -> complete.repositoryName(repository).uploadId(upload).layerDigests(digest));
        }
    }

    static String digest(byte[] content) {
        return dev.ferry.registry.Digest.sha256(content).toString();
    }

    /** Pushes an image with all that it needs; without a tag if it is null. */
    void push(String repository, TestImage image, String tag) {
        image.children().forEach(child -> {
            if (ecr.batchGetImage(get -> get.repositoryName(repository)
                    .imageIds(id -> id.imageDigest(child.digest().toString()))).images().isEmpty()) {
                push(repository, child, null);
            }
        });
        image.blobs().forEach(blob -> upload(repository, blob.bytes()));
        put(repository, image, tag);
    }

    void put(String repository, TestImage image, String tag) {
        ecr.putImage(put -> put.repositoryName(repository).imageManifest(image.manifestText())
                .imageManifestMediaType(image.mediaType()).imageTag(tag));
    }
}
