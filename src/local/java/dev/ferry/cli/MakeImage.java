package dev.ferry.cli;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.frontend.CredentialRetrieverFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ferry image}: the one file as a container image, made by Jib, so without Docker. */
@Command(
        name = "image",
        description = "Makes a container image of ferry.jar, without Docker. Run it with --network host, as Ferry listens on loopback.",
        mixinStandardHelpOptions = true)
public final class MakeImage implements Callable<Integer> {
    private static final String TAR = "tar:";
    private static final String NAME = "ferry";
    private static final AbsoluteUnixPath JAR = AbsoluteUnixPath.get("/opt/ferry/ferry.jar");
    /** Outlast a container as a volume; whichever user it runs as may write them. */
    private static final AbsoluteUnixPath CACHE = AbsoluteUnixPath.get("/var/cache/ferry");
    private static final AbsoluteUnixPath DATA = AbsoluteUnixPath.get("/var/lib/ferry");
    private static final FilePermissions ANYBODY = FilePermissions.fromOctalString("777");

    @Spec
    private CommandSpec command;

    @ArgGroup(multiplicity = "1")
    private Target target;

    @Option(
            names = "--base",
            paramLabel = "IMAGE",
            defaultValue = "eclipse-temurin:17-jre",
            description = "An image that has Java 17 or later as java in its PATH, in a registry, or tar:FILE (default: ${DEFAULT-VALUE}).")
    private String base;

    @Option(names = "--insecure", description = "Speaks HTTP to registries that have nothing else, and sends passwords so, too.")
    private boolean insecure;

    /** Where it goes. */
    private static final class Target {
        @Option(names = "--to", paramLabel = "IMAGE", required = true, description = "Pushes it to a registry.")
        private String image;

        @Option(names = "--tar", paramLabel = "FILE", required = true, description = "Writes an archive, as docker load takes it.")
        private Path tar;
    }

    /** @throws IOException if there is no ferry.jar, or a registry refuses */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Path jar = FerryHome.jar();
        if (!Files.exists(jar)) {
            throw new IOException("there is no " + jar + "; ./mvnw package makes it");
        }
        if (insecure) {
            System.setProperty("sendCredentialsOverHttp", "true"); // Jib's own
        }
        Path empty = Files.createTempDirectory("ferry-image");
        try {
            JibContainer made = containerBuilder(jar, empty).containerize(containerizer());
            command.commandLine().getOut().println(made.getDigest());
            return 0;
        } catch (ExecutionException e) {
            throw new IOException("cannot make the image: " + e.getCause().getMessage(), e);
        } catch (RegistryException | CacheDirectoryCreationException | InvalidImageReferenceException e) {
            throw new IOException("cannot make the image: " + e.getMessage(), e);
        } finally {
            Files.delete(empty);
        }
    }

    private JibContainerBuilder containerBuilder(Path jar, Path empty) throws InvalidImageReferenceException {
        JibContainerBuilder from = base.startsWith(TAR)
                ? Jib.from(TarImage.at(Path.of(base.substring(TAR.length()))))
                : Jib.from(registryImage(base));
        // Of archives, older engines load those of Docker's form alone.
        return from.setFormat(target.tar == null ? ImageFormat.OCI : ImageFormat.Docker)
                .setFileEntriesLayers(List.of(
                        FileEntriesLayer.builder()
                                .setName("folders")
                                .addEntry(empty, CACHE, ANYBODY)
                                .addEntry(empty, DATA, ANYBODY)
                                .build(),
                        FileEntriesLayer.builder().setName("ferry").addEntry(jar, JAR).build()))
                .setEnvironment(Map.of(
                        "XDG_CACHE_HOME", CACHE.toString(), "XDG_DATA_HOME", DATA.toString()))
                .addVolume(CACHE)
                .addVolume(DATA)
                .setEntrypoint("java", "-XX:+UseSerialGC", "-Xmx256m", "-jar", JAR.toString())
                .setProgramArguments("up");
    }

    private Containerizer containerizer() throws InvalidImageReferenceException {
        Containerizer to = target.tar == null
                ? Containerizer.to(registryImage(target.image))
                : Containerizer.to(TarImage.at(target.tar).named(NAME));
        return to.setToolName(NAME).setAllowInsecureRegistries(insecure);
    }

    /** With what the user is logged in by, as docker and its helpers keep it. */
    private static RegistryImage registryImage(String name) throws InvalidImageReferenceException {
        ImageReference reference = ImageReference.parse(name);
        return RegistryImage.named(reference)
                .addCredentialRetriever(CredentialRetrieverFactory.forImage(reference, event -> {}).dockerConfig(logins()));
    }

    private static Path logins() {
        String told = System.getenv("DOCKER_CONFIG");
        Path folder = told == null ? Path.of(System.getProperty("user.home"), ".docker") : Path.of(told);
        return folder.resolve("config.json");
    }
}
