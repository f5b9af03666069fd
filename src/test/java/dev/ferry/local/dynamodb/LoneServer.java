package dev.ferry.local.dynamodb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** DynamoDB Local without a cloud, for who calls it directly. */
public final class LoneServer {
    static final Path LIBRARIES = Path.of("target", "local", "lib", "dynamodb");

    private LoneServer() {}

    /** One that answers. */
    public static DynamoDbLocal start(Path data) throws IOException {
        DynamoDbLocal server = begin(LIBRARIES, data);
        try {
            server.awaitReady();
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return server;
    }

    static DynamoDbLocal begin(Path libraries, Path data) throws IOException {
        return DynamoDbLocal.begin(libraries, data, "nobody", new RegionStacks() {
            @Override
            public Optional<String> provision(String region) {
                return Optional.of("there are no stacks");
            }

            @Override
            public void written(String region, String request) {
                throw new AssertionError("nobody writes by the entrance");
            }
        });
    }
}
