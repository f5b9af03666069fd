package dev.ferry.local;

import dev.ferry.local.lambda.LogSink;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a local cloud is made of.
 *
 * @param template        the SAM template
 * @param target          the build's folder: {@code function.zip}, and {@code local} with what the cloud itself needs
 * @param data            where everything is kept that is to survive a restart
 * @param port            of the HTTP API; 0 for any that is free
 * @param hosts           by which the HTTP API is reached besides this machine's own names; a request for another is refused
 * @param isolated        whether each function has processes of its own, as on Lambda, rather than one for all
 * @param parameters      of the template, that are to have another value than by default
 */
public record CloudSettings(
        Path template, Path target, Path data, int port, Set<String> hosts, boolean isolated,
        Map<String, String> parameters, LogSink log) {

    public CloudSettings {
        Objects.requireNonNull(log, "log");
        hosts = Set.copyOf(hosts);
        parameters = Map.copyOf(parameters);
        template = template.toAbsolutePath();
        target = target.toAbsolutePath();
        data = data.toAbsolutePath();
    }

    /** What all parameters of the template have that do not have their default. */
    Map<String, String> allParameters() {
        return LocalParameters.of(System.getenv(), parameters);
    }

    /** The packaged functions. */
    Path functionZip() {
        return target.resolve("function.zip");
    }

    /** Where the packaged functions are unpacked. */
    Path unpacked() {
        return target.resolve("local").resolve("function");
    }

    Path dynamoDbLibraries() {
        return target.resolve("local").resolve("lib").resolve("dynamodb");
    }
}
