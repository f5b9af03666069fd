package dev.ferry.local;

import dev.ferry.local.s3.LocalS3;
import dev.ferry.local.stack.LocalCredentials;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.StackSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The services of the one-machine cloud for tests, with the stack of {@code template.yaml} in each Region that is touched.
 * They are started once for all test classes, so each class works with registries of its own.
 *
 * <p>A class says {@code @ExtendWith(LocalAws.class)} and takes {@link LocalServices} as a parameter. Clients that are
 * built without an endpoint and credentials come here too, by the SDK's system settings.
 */
public final class LocalAws implements BeforeAllCallback, ParameterResolver {
    private static final Path LIBRARIES = Path.of("target", "local", "lib", "dynamodb");
    private static final StackSource SOURCE = new StackSource(Path.of("template.yaml"), "111122223333", Map.of());

    @Override
    public void beforeAll(ExtensionContext context) {
        servicesOf(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalServices.class;
    }

    @Override
    public LocalServices resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return servicesOf(context);
    }

    private static LocalServices servicesOf(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(LocalAws.class))
                .computeIfAbsent(Shared.class, key -> new Shared(), Shared.class)
                .services;
    }

    /** Closed by JUnit after the last test. */
    private static final class Shared implements AutoCloseable {
        private final Path data;
        private final LocalS3 s3;
        private final LocalServices services;

        Shared() {
            try {
                data = Files.createTempDirectory("ferry-test");
                LocalCredentials credentials = LocalCredentials.of(data);
                s3 = LocalS3.start(data.resolve("s3"), 0, accessKeyId -> Optional.of(credentials.secretAccessKey())
                        .filter(secret -> accessKeyId.equals(credentials.accessKeyId())));
                services = LocalServices.start(LIBRARIES, data, SOURCE, Optional.of(s3.endpoint()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.setProperty("aws.endpointUrlDynamoDb", services.endpoints().dynamoDb().toString());
            System.setProperty("aws.endpointUrlS3", s3.endpoint().toString());
            System.setProperty("aws.endpointUrlSqs", services.endpoints().sqs().toString());
            System.setProperty("aws.accessKeyId", services.credentials().accessKeyId());
            System.setProperty("aws.secretAccessKey", services.credentials().secretAccessKey());
        }

        @Override
        public void close() throws IOException {
            services.close();
            s3.close();
            List<Path> files;
            try (Stream<Path> walk = Files.walk(data)) {
                files = walk.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
