package dev.ferry.local.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.LambdaFunction.AsynchronousInvocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** {@link ProbeFunction} packed as a deployment is, and functions that run it. */
public final class ProbeDeployment {
    public static final String ACCOUNT = "111122223333";
    public static final String REGION = "us-west-2";
    public static final String HANDLER = ProbeFunction.class.getName() + "::handleRequest";

    private ProbeDeployment() {}

    /** A zip of classes and {@code lib/}, as Quarkus packs it. */
    public static Path zip(Path folder) throws IOException, URISyntaxException {
        Path zip = folder.resolve("function.zip");
        Path core = Path.of(RequestStreamHandler.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        String classFile = ProbeFunction.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file);
                InputStream classBytes = ProbeFunction.class.getClassLoader().getResourceAsStream(classFile)) {
            entries.putNextEntry(new ZipEntry(classFile));
            classBytes.transferTo(entries);
            entries.putNextEntry(new ZipEntry("lib/" + core.getFileName()));
            Files.copy(core, entries);
        }
        return zip;
    }

    public static Artefact artefact(Path folder, boolean isolated) throws IOException, URISyntaxException {
        return Artefact.unpack(zip(folder), folder.resolve("unpacked"), isolated);
    }

    public static LambdaFunction function(String logicalId, Duration timeout, Map<String, String> environment) {
        return new LambdaFunction(
                logicalId,
                HANDLER,
                environment,
                128,
                timeout,
                List.of(),
                new AsynchronousInvocation(1, Duration.ofHours(1), Optional.of("dead")));
    }
}
