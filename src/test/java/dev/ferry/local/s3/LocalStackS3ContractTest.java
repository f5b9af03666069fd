package dev.ferry.local.s3;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/** LocalStack's S3 keeps the contract too, so that the contract is not one of our own making. */
class LocalStackS3ContractTest extends PresignedContractTest {
    private static LocalStackContainer localStack;

    @BeforeAll
    static void start() {
        assumeTrue(
                DockerClientFactory.instance().isDockerAvailable(),
                "LocalStack runs in a container, and there is no Docker here");
        localStack = new LocalStackContainer(DockerImageName.parse("localstack/localstack:4"))
                .withServices("s3")
                .withEnv("S3_SKIP_SIGNATURE_VALIDATION", "0");
        localStack.start();
    }

    @AfterAll
    static void stop() {
        if (localStack != null) {
            localStack.stop();
        }
    }

    @Override
    URI endpoint() {
        return localStack.getEndpoint();
    }
}
