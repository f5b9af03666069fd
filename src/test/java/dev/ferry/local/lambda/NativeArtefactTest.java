package dev.ferry.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.ferry.local.lambda.InvocationResult.Success;
import dev.ferry.local.template.LambdaFunction;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A native build is one executable, {@code bootstrap}; here a script that speaks to the Runtime API as one would. */
class NativeArtefactTest {
    private static final LambdaFunction PROBE =
            ProbeDeployment.function("Probe", Duration.ofSeconds(30), Map.of("FROM_TEMPLATE", "yes"));

    @TempDir
    Path folder;

    @Test
    void the_executable_of_a_native_build_is_run_with_the_functions_environment() throws Exception {
        Artefact artefact = Artefact.unpack(zip(), folder.resolve("unpacked"), false);
        try (RuntimeApi api = new RuntimeApi();
                Functions functions = new Functions(
                        List.of(PROBE),
                        function -> 1,
                        artefact,
                        new FunctionEnvironment("us-east-1", Map.of()),
                        ProbeDeployment.ACCOUNT,
                        api,
                        new RecordedLog())) {
            String first = answer(functions, "process");

            assertThat(artefact.command(List.of(PROBE))).containsExactly(
                    artefact.taskRoot().resolve("bootstrap").toString(), "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
            assertThat(answer(functions, "environment FROM_TEMPLATE")).isEqualTo("yes");
            assertThat(answer(functions, "process")).isEqualTo(first);
        }
    }

    private static String answer(Functions functions, String event) {
        InvocationResult result = functions.invoke("Probe", ProbeDeployment.REGION, event.getBytes(UTF_8));
        assertThat(result).isInstanceOf(Success.class);
        return new String(result.payload(), UTF_8);
    }

    /** Nothing in it is marked as executable, which some tools that pack leave out. */
    private Path zip() throws Exception {
        Path zip = folder.resolve("function.zip");
        String script = "#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") + "' -cp '"
                + home(LambdaRuntime.class) + ":" + home(ProbeFunction.class) + ":" + home(RequestStreamHandler.class) + "' "
                + LambdaRuntime.class.getName() + "\n";
        try (OutputStream file = Files.newOutputStream(zip);
                ZipOutputStream entries = new ZipOutputStream(file)) {
            entries.putNextEntry(new ZipEntry("bootstrap"));
            entries.write(script.getBytes(UTF_8));
        }
        return zip;
    }

    private static Path home(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
