package dev.ferry.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.lambda.Artefact;
import dev.ferry.local.lambda.FunctionEnvironment;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.template.LambdaFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * AWS's own Runtime Interface Emulator, the program with which {@code sam local invoke} runs a function: a process of it
 * for each function, which starts the function's runtime. All of it listens on the loopback interface.
 */
public final class RuntimeInterfaceEmulator implements Invoker, AutoCloseable {
    private static final Duration START = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path program;
    private final Map<String, LambdaFunction> functions;
    private final Artefact artefact;
    private final FunctionEnvironment environment;
    private final Path log;
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    /**
     * @param program aws-lambda-rie
     * @param log     where it and the functions write
     */
    public RuntimeInterfaceEmulator(
            Path program, List<LambdaFunction> functions, Artefact artefact, FunctionEnvironment environment, Path log) {
        if (!Files.isExecutable(program)) {
            throw new IllegalArgumentException(program + " is no program");
        }
        this.program = program.toAbsolutePath();
        this.functions =
                functions.stream().collect(Collectors.toMap(LambdaFunction::logicalId, Function.identity()));
        this.artefact = artefact;
        this.environment = environment;
        this.log = log;
    }

    @Override
    public InvocationResult invoke(String function, String region, byte[] event) {
        Running emulator = running.computeIfAbsent(function, name -> start(functions.get(name)));
        try {
            HttpResponse<byte[]> response = http.send(
                    HttpRequest.newBuilder(emulator.invocations())
                            .POST(HttpRequest.BodyPublishers.ofByteArray(event))
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() != HttpURLConnection.HTTP_OK) {
                throw new IOException("the emulator answers " + response.statusCode());
            }
            byte[] answer = response.body();
            // A function that fails is answered with 200, too; what tells is the shape.
            JsonNode json = JSON.readTree(answer);
            return json.has("errorType")
                    ? new InvocationResult.Failure(
                            json.get("errorType").asText(), json.path("errorMessage").asText(), answer)
                    : new InvocationResult.Success(answer);
        } catch (IOException e) {
            throw new UncheckedIOException("see " + log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Running start(LambdaFunction function) {
        try {
            InetSocketAddress invocations = freeAddress();
            InetSocketAddress runtimeApi = freeAddress();
            List<String> command = new ArrayList<>(List.of(
                    program.toString(),
                    "--log-level", "error",
                    "--runtime-interface-emulator-address", text(invocations),
                    "--runtime-api-address", text(runtimeApi)));
            command.addAll(artefact.command(List.of(function)));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(artefact.taskRoot().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().clear();
            builder.environment().putAll(environment.of(List.of(function), 1, artefact, text(runtimeApi)));
            builder.environment().put(
                    "AWS_LAMBDA_FUNCTION_TIMEOUT", Long.toString(function.timeout().toSeconds()));
            Process process = builder.start();
            Running started = new Running(process, invocations);
            await(function.logicalId() + "'s emulator").atMost(START).until(() -> !process.isAlive() || started.listens());
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The emulator takes no 0 for "any port", so one is looked for. */
    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    @Override
    public void close() {
        running.values().forEach(Running::end);
    }

    private record Running(Process process, InetSocketAddress address) {

        URI invocations() {
            return URI.create("http://" + text(address) + "/2015-03-31/functions/function/invocations");
        }

        boolean listens() {
            try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
                return socket.isConnected();
            } catch (IOException notYet) {
                return false;
            }
        }

        void end() {
            List<ProcessHandle> runtimes = process.descendants().toList();
            process.destroyForcibly();
            runtimes.forEach(ProcessHandle::destroyForcibly);
            process.onExit().join();
            runtimes.forEach(runtime -> runtime.onExit().join());
        }
    }
}
