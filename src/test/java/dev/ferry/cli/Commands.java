package dev.ferry.cli;

import dev.ferry.identity.SealingKeys;
import dev.ferry.local.Cloud;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.local.stack.StackSource;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.TemporaryFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Runs commands on a local cloud that is found through its data folder, and whose functions do not run. */
public final class Commands implements ParameterResolver {
    static final RegionName REGION = new RegionName("us-west-2");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == OnLocalCloud.class;
    }

    /** Closed by JUnit after the last test; each test keeps to accounts of its own. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Commands.class))
                .computeIfAbsent(OnLocalCloud.class, key -> new OnLocalCloud(), OnLocalCloud.class);
    }

    /** How a command ended, and what it printed. */
    record Ran(int code, String out, String err) {}

    static Ran runOn(Path data, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Ferry.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of(arguments), Stream.of("--data", data.toString())).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** The cloud that the commands find. */
    static final class OnLocalCloud implements AutoCloseable {
        private final TemporaryFolder data = TemporaryFolder.create("ferry-commands");
        private final LocalServices services;

        OnLocalCloud() {
            try {
                services = LocalServices.start(Path.of("target", "local", "lib", "dynamodb"), data.path(),
                        new StackSource(Path.of("template.yaml"), Cloud.OPERATOR, Map.of()));
                services.stacks().stackOf(REGION.value());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Path data() {
            return data.path();
        }

        LocalServices services() {
            return services;
        }

        Ran run(String... arguments) {
            return runOn(data.path(), arguments);
        }

        Stack stack() {
            try {
                return Stack.local(RunningCloud.in(data.path()), Cloud.OPERATOR, "ferry", List.of(REGION),
                        SealingKeys.parse(LocalSecret.in(data.path()).sealingKey()));
            } catch (IOException notRunning) {
                throw new AssertionError(notRunning);
            }
        }

        @Override
        public void close() {
            services.close();
            data.close();
        }
    }
}
