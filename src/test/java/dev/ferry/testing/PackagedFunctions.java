package dev.ferry.testing;

import dev.ferry.local.TestServices;
import dev.ferry.local.lambda.Artefact;
import dev.ferry.local.lambda.FunctionEnvironment;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.RuntimeApi;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The functions of {@code template.yaml} as they are packaged, with the environment that the template gives them, on
 * services of their own and with no trigger: they run when a test invokes them.
 *
 * <p>The system property {@value #EMULATOR} names AWS's Runtime Interface Emulator, which then runs each in a process of its
 * own; without it the local cloud's Runtime API runs all in one, as a start costs more than all events of a function do. What
 * they log is in {@code target/packaged-functions.log}.
 */
public final class PackagedFunctions implements ParameterResolver {
    private static final String EMULATOR = "aws-lambda-rie";
    private static final String REGION = "us-west-2";
    private static final Path ZIP = Path.of("target", "function.zip");
    private static final Path LOG = Path.of("target", "packaged-functions.log");

    public static Template template() {
        return template(Map.of());
    }

    private static Template template(Map<String, String> parameters) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put("SealingKey", TemplateSettings.SEALING_KEY);
        return TemplateReader.read(
                Path.of("template.yaml"),
                new TemplateParameters(REGION, TestServices.OPERATOR_ACCOUNT, "aws", "amazonaws.com", all));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Running.class;
    }

    /** Closed by JUnit after the last test. */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(PackagedFunctions.class))
                .computeIfAbsent(Running.class, key -> new Running(), Running.class);
    }

    /** The functions, ready to be invoked. */
    public static final class Running implements AutoCloseable {
        private final Deque<Runnable> ends = new ArrayDeque<>();
        private final RecordedEventBus events;
        private final FunctionEnvironment environment;
        private final Map<Map<String, String>, Invoker> invokers = new HashMap<>();

        Running() {
            TestServices services = TestServices.start();
            ends.push(services::close);
            events = RecordedEventBus.start(REGION, "eu-west-1");
            ends.push(events::close);
            try {
                Files.deleteIfExists(LOG);
                environment = environment(services.services(), events);
                invokers.put(Map.of(), start(template().functions()));
            } catch (IOException e) {
                close();
                throw new UncheckedIOException(e);
            }
        }

        private static FunctionEnvironment environment(LocalServices services, RecordedEventBus events) {
            return new FunctionEnvironment(REGION, Map.of(
                    "FERRY_SERVED_REGION", "", // the story of the events is told in several
                    "AWS_ACCESS_KEY_ID", services.credentials().accessKeyId(),
                    "AWS_SECRET_ACCESS_KEY", services.credentials().secretAccessKey(),
                    "AWS_ENDPOINT_URL_DYNAMODB", services.endpoints().dynamoDb().toString(),
                    "AWS_ENDPOINT_URL_SQS", services.endpoints().sqs().toString(),
                    "AWS_ENDPOINT_URL_S3", services.endpoints().s3().toString(),
                    "AWS_ENDPOINT_URL_EVENTBRIDGE", events.endpoint().toString()));
        }

        private Invoker start(List<LambdaFunction> functions) throws IOException {
            String emulator = System.getProperty(EMULATOR);
            return emulator == null ? localCloud(functions) : emulator(Path.of(emulator), functions);
        }

        private Invoker localCloud(List<LambdaFunction> functions) throws IOException {
            Artefact artefact = Artefact.unpack(ZIP, Path.of("target", "packaged-functions").toAbsolutePath(), false);
            RuntimeApi api = new RuntimeApi();
            ends.push(api::close);
            Functions processes = new Functions(
                    functions, function -> 1, artefact, environment, TestServices.OPERATOR_ACCOUNT, api, new FileLog());
            ends.push(processes::close);
            return processes;
        }

        private Invoker emulator(Path program, List<LambdaFunction> functions) throws IOException {
            LambdaTask task = LambdaTask.unpack(ZIP, Files.createTempDirectory(Path.of("target"), "lambda-task"));
            ends.push(task::delete);
            RuntimeInterfaceEmulator emulator =
                    new RuntimeInterfaceEmulator(program, functions, task, environment, LOG.toAbsolutePath());
            ends.push(emulator::close);
            return emulator;
        }

        /** What the functions sent to EventBridge. */
        public RecordedEventBus events() {
            return events;
        }

        public InvocationResult invoke(String function, String event) {
            return invoke(Map.of(), function, event);
        }

        /** @param parameters with which the stack is deployed; the template's defaults are the others */
        public InvocationResult invoke(Map<String, String> parameters, String function, String event) {
            Invoker invoker = invokers.computeIfAbsent(parameters, deployed -> {
                try {
                    return start(template(deployed).functions());
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
            return invoker.invoke(function, REGION, event.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() {
            ends.forEach(Runnable::run);
            ends.clear();
        }
    }

    private static final class FileLog implements LogSink {
        @Override
        public void did(String who, String what) {
            write(who + ": " + what);
        }

        @Override
        public void printed(String function, String line) {
            write("    " + function + " | " + line);
        }

        private synchronized void write(String line) {
            try {
                Files.writeString(LOG, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
