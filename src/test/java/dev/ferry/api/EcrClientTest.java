package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.LoopbackServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.InvalidLayerPartException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;
import software.amazon.awssdk.services.ecr.model.ServerException;

/** What the AWS SDK makes of the answers. */
class EcrClientTest {
    private static final Instant CREATED = Instant.parse("2026-11-01T12:00:00.250Z");

    private LoopbackServer server;
    private EcrClient client;

    @BeforeEach
    void start() {
        EcrProtocol protocol = new EcrProtocol(new EcrOperations(new EcrModel(() -> false), List.of(
                new Answering("CreateRepository", EcrClientTest::createRepository),
                new Answering("UploadLayerPart", EcrClientTest::uploadLayerPart),
                new Answering("DeleteRepository", request -> {
                    throw dev.ferry.registry.EcrException.repositoryNotFound(
                            request.registry(), request.input().repositoryName());
                }),
                new Answering("DescribeRegistry", request -> {
                    throw new IllegalStateException("broken on purpose");
                }))), (asked, request) -> List.of());
        server = new LoopbackServer(request -> answer(protocol, request));
        client = EcrClient.builder()
                .endpointOverride(server.endpoint())
                .region(Region.US_WEST_2)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("111122223333", "any")))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static ApiResponse answer(EcrProtocol protocol, HttpRequest request) {
        return protocol.answer(request, signed -> new Authentication.Signature(
                new Caller("FERRYEXAMPLEKEY00001", new AccountId("111122223333"), "arn:aws:iam::111122223333:root"),
                new RegionName("us-west-2")));
    }

    private static ObjectNode createRepository(OperationRequest request) {
        ObjectNode output = EcrJson.object();
        output.putObject("repository")
                .put("repositoryName", request.input().repositoryName().value())
                .put("registryId", request.registry().account().value())
                .set("createdAt", EcrJson.timestamp(CREATED));
        return output;
    }

    private static ObjectNode uploadLayerPart(OperationRequest request) {
        throw new dev.ferry.registry.EcrException(ErrorCode.INVALID_LAYER_PART,
                request.input().bytes("layerPartBlob").length + " bytes came too soon",
                Map.of("registryId", request.registry().account().value(), "lastValidByteReceived", 41L));
    }

    @Test
    void output_is_read() {
        var repository = client.createRepository(create -> create
                .repositoryName("team/app")
                .registryId("444455556666")).repository();

        assertThat(repository.repositoryName()).isEqualTo("team/app");
        assertThat(repository.registryId()).isEqualTo("444455556666");
        assertThat(repository.createdAt()).isEqualTo(CREATED);
    }

    @Test
    void constraint_that_is_broken_is_an_invalid_parameter_exception() {
        InvalidParameterException error = catchThrowableOfType(InvalidParameterException.class,
                () -> client.createRepository(create -> create.repositoryName("Team/App")));

        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.requestId()).isNotBlank();
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("InvalidParameterException");
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("Invalid parameter at 'repositoryName' failed to "
                + "satisfy constraint: 'must satisfy regular expression "
                + "'[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*''");
    }

    @Test
    void error_of_the_model_is_the_sdks_exception_for_it() {
        RepositoryNotFoundException error = catchThrowableOfType(RepositoryNotFoundException.class,
                () -> client.deleteRepository(delete -> delete.repositoryName("team/app")));

        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(
                "The repository with name 'team/app' does not exist in the registry with id '111122223333'");
    }

    @Test
    void members_of_an_error_are_read() {
        InvalidLayerPartException error = catchThrowableOfType(InvalidLayerPartException.class,
                () -> client.uploadLayerPart(part -> part
                        .repositoryName("team/app")
                        .uploadId("00000000-1111-2222-3333-0123456789ab")
                        .partFirstByte(50L)
                        .partLastByte(54L)
                        .layerPartBlob(SdkBytes.fromUtf8String("layer"))));

        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo("5 bytes came too soon");
        assertThat(error.lastValidByteReceived()).isEqualTo(41L);
        assertThat(error.registryId()).isEqualTo("111122223333");
    }

    @Test
    void operation_that_is_not_built_is_an_error_that_says_so() {
        EcrException error = catchThrowableOfType(EcrException.class,
                () -> client.describeImageScanFindings(describe -> describe
                        .repositoryName("team/app")
                        .imageId(ImageIdentifier.builder().imageTag("v1").build())));

        assertThat(error.statusCode()).isEqualTo(404);
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo("UnknownOperationException");
        assertThat(error.awsErrorDetails().errorMessage())
                .isEqualTo("DescribeImageScanFindings is an operation of Amazon ECR that Ferry does not have yet");
    }

    @Test
    void failure_inside_is_a_server_exception_with_the_request_id() {
        ServerException error =
                catchThrowableOfType(ServerException.class, () -> client.describeRegistry(describe -> {}));

        assertThat(error.statusCode()).isEqualTo(500);
        assertThat(error.awsErrorDetails().errorMessage()).contains(error.requestId()).doesNotContain("on purpose");
    }
}
