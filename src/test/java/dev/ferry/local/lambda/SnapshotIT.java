package dev.ferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lambda takes its snapshot of a function when it asks for its first event. By then it has called nobody, so that no
 * connection, no credential and no answer is in the snapshot.
 */
@Tag("full")
class SnapshotIT {
    private static final TemplateParameters OREGON =
            new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of());
    private static final long START_SECONDS = 60;
    private static final Path TARGET = Path.of("target").toAbsolutePath();

    @TempDir
    static Path folder;

    private static Artefact artefact;

    private final RuntimeApi api = runtimeApi();
    /** Whoever calls AWS, or asks for credentials, would come here. */
    private ServerSocket outside;

    /** As it is unpacked, with the jar of which a JVM build's first start leaves an archive of loaded classes to the others. */
    @BeforeAll
    static void unpack() throws Exception {
        Artefact unpacked = Artefact.unpack(TARGET.resolve("function.zip"), folder.resolve("unpacked"), true);
        artefact = unpacked instanceof JvmArtefact
                ? new JvmArtefact(unpacked.taskRoot(), false, TARGET.resolve("local").resolve("ferry-local.jar"))
                : unpacked;
    }

    @BeforeEach
    void listen() throws Exception {
        outside = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        outside.setSoTimeout(1);
    }

    @AfterEach
    void stop() throws Exception {
        outside.close();
        api.close();
    }

    static List<LambdaFunction> functions() {
        return TemplateReader.read(Path.of("template.yaml"), OREGON).functions();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void nobody_is_called_before_the_first_event(LambdaFunction function) throws Exception {
        RuntimeEndpoint endpoint = api.open();
        ProcessBuilder builder = new ProcessBuilder(artefact.command(List.of(function)))
                .directory(artefact.taskRoot().toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().clear();
        builder.environment().putAll(new FunctionEnvironment("us-west-2", services()).of(List.of(function), 1, artefact, endpoint.address()));
        Process process = builder.start();
        try {
            endpoint.initialised().get(START_SECONDS, TimeUnit.SECONDS);

            assertThat(process.isAlive()).isTrue();
            assertThat(isCalled()).isFalse();
        } finally {
            process.toHandle().destroy(); // the process's own method would close its standard input, which ends it at once
            process.waitFor();
        }
    }

    /** So that the test above can't pass for want of a listener. */
    @Test
    void a_call_would_be_seen() throws Exception {
        try (Socket call = new Socket(outside.getInetAddress(), outside.getLocalPort())) {
            assertThat(call.isConnected()).isTrue();
            assertThat(isCalled()).isTrue();
        }
    }

    private boolean isCalled() throws Exception {
        try (Socket call = outside.accept()) {
            return call.isConnected();
        } catch (SocketTimeoutException nobody) {
            return false;
        }
    }

    private Map<String, String> services() {
        String address = "http://127.0.0.1:" + outside.getLocalPort();
        Map<String, String> services = new TreeMap<>();
        services.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", address);
        services.put("AWS_ENDPOINT_URL", address);
        services.put("AWS_ENDPOINT_URL_S3", address);
        return services;
    }

    private static RuntimeApi runtimeApi() {
        try {
            return new RuntimeApi();
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}
