package dev.ferry.local;

import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.StackSource;
import dev.ferry.testing.TemporaryFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The services of the one-machine cloud on a directory of their own, S3 among them, with the stack of
 * {@code template.yaml} in each Region that is touched. While they run, clients that are built without an endpoint and
 * credentials come here, by the SDK's system properties; what these were before comes back at the end.
 */
public final class TestServices implements AutoCloseable {
    /** The account that the stack is deployed in. */
    public static final String OPERATOR_ACCOUNT = "111122223333";

    private static final Path LIBRARIES = Path.of("target", "local", "lib", "dynamodb");
    private static final StackSource SOURCE = new StackSource(Path.of("template.yaml"), OPERATOR_ACCOUNT, Map.of());

    private final TemporaryFolder data;
    private final LocalServices services;
    private final Map<String, Optional<String>> before = new HashMap<>();

    private TestServices(TemporaryFolder data, LocalServices services) {
        this.data = data;
        this.services = services;
    }

    public static TestServices start() {
        try {
            TemporaryFolder data = TemporaryFolder.create("ferry-test");
            TestServices started = new TestServices(data, LocalServices.start(LIBRARIES, data.path(), SOURCE));
            started.redirect();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void redirect() {
        set("aws.endpointUrlDynamoDb", services.endpoints().dynamoDb().toString());
        set("aws.endpointUrlSqs", services.endpoints().sqs().toString());
        set("aws.endpointUrlS3", services.endpoints().s3().toString());
        set("aws.accessKeyId", services.credentials().accessKeyId());
        set("aws.secretAccessKey", services.credentials().secretAccessKey());
    }

    private void set(String property, String value) {
        before.put(property, Optional.ofNullable(System.setProperty(property, value)));
    }

    public LocalServices services() {
        return services;
    }

    @Override
    public void close() {
        before.forEach((property, value) ->
                value.ifPresentOrElse(text -> System.setProperty(property, text), () -> System.clearProperty(property)));
        services.close();
        data.close();
    }
}
