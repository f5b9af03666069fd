package dev.ferry.testing;

import dev.ferry.local.Cloud;
import dev.ferry.local.CloudSettings;
import dev.ferry.local.lambda.LogSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole of Ferry on this machine, with the packaged functions, one for all test classes. Each test takes accounts of
 * its own, so that none sees what another did. What the functions log is in {@code target/local-cloud.log}.
 */
public final class LocalCloud implements ParameterResolver {
    private static final Path LOG = Path.of("target", "local-cloud.log");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(LocalCloud.class))
                .computeIfAbsent(Running.class, key -> new Running(), Running.class);
    }

    /** The running cloud. Closed by JUnit after the last test. */
    public static final class Running implements AutoCloseable {
        private final TemporaryFolder data = TemporaryFolder.create("ferry-it");
        private final PrintWriter log;
        private final Cloud cloud;
        private final AtomicLong nextAccount = new AtomicLong(200_000_000_000L);

        Running() {
            try {
                log = new PrintWriter(Files.newBufferedWriter(LOG), true);
                cloud = Cloud.start(new CloudSettings(Path.of("template.yaml"), Path.of("target"),
                        data.path(), 0, Set.of(), false, Map.of(), new FileLog(log)));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        public URI endpoint() {
            return cloud.endpoint();
        }

        /** Where it keeps what it stores. */
        public Path data() {
            return data.path();
        }

        /** An account that nobody else uses. */
        public String newAccount() {
            return Long.toString(nextAccount.incrementAndGet());
        }

        /** What the cloud and the functions have said so far, a line each. */
        public List<String> log() {
            try {
                return Files.readAllLines(LOG);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        public TestRegistry registry(String account, String region) {
            return new TestRegistry(endpoint(), account, region);
        }

        @Override
        public void close() {
            cloud.close();
            log.close();
            data.close();
        }
    }

    private record FileLog(PrintWriter log) implements LogSink {
        @Override
        public void did(String who, String what) {
            log.println(who + ": " + what);
        }

        @Override
        public void printed(String function, String line) {
            log.println("    " + function + " | " + line);
        }
    }
}
