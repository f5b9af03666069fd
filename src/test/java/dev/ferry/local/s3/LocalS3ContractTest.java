package dev.ferry.local.s3;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Ferry's own S3 keeps the contract. */
class LocalS3ContractTest extends PresignedContractTest {
    @TempDir
    static Path directory;

    private static LocalS3 server;

    @BeforeAll
    static void start() {
        server = LocalS3.start(
                directory, 0, accessKeyId -> Optional.of(SECRET).filter(known -> accessKeyId.equals(ACCESS_KEY_ID)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    URI endpoint() {
        return server.endpoint();
    }
}
