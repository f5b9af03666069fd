package dev.ferry.local.lambda;

import dev.ferry.functions.AnyFunction;
import dev.ferry.local.template.LambdaFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of a function's process: what Lambda sets, what the template sets, and where the local cloud's
 * services are. Nothing of the environment that started the local cloud gets in but what a program needs to run, and what stands on this
 * machine for upstream registries and their secrets, so a developer's own AWS settings cannot change what else a function does.
 *
 * @param region   what the functions find in {@code AWS_REGION}; they take the Region they work in from their events
 * @param services variables such as {@code AWS_ENDPOINT_URL_DYNAMODB}, and the credentials
 */
public record FunctionEnvironment(String region, Map<String, String> services) {
    private static final String SECRETS_MANAGER = "AWS_ENDPOINT_URL_SECRETS_MANAGER";
    private static final List<String> INHERITED =
            List.of("PATH", "HOME", "TMPDIR", "LANG", "FERRY_LOCAL_UPSTREAMS", SECRETS_MANAGER);

    /** Which function Quarkus runs. */
    private static final String QUARKUS_HANDLER = "QUARKUS_LAMBDA_HANDLER";

    /** In a process that runs several functions each line says which has printed it: it is the thread's name. */
    private static final Map<String, String> SHARED =
            Map.of(QUARKUS_HANDLER, AnyFunction.NAME, "QUARKUS_LOG_CONSOLE_FORMAT", "%d{yyyy-MM-dd'T'HH:mm:ss.SSSX} %-5p [%t] %s%e%n");

    public FunctionEnvironment {
        services = Map.copyOf(services);
    }

    /**
     * All of the environment of one process. With several functions it has the variables of all of them.
     *
     * @param eventsAtATime how many events it is to take side by side
     * @param runtimeApi    host and port of the process's Runtime API
     * @throws IllegalArgumentException if the functions can't share a process, as they differ in a variable or the handler
     */
    public Map<String, String> of(
            List<LambdaFunction> functions, int eventsAtATime, Artefact artefact, String runtimeApi) {
        boolean shared = functions.size() > 1;
        String name = shared ? "ferry" : functions.get(0).logicalId();
        Map<String, String> environment = new HashMap<>();
        for (String inherited : INHERITED) {
            String value = System.getenv(inherited);
            if (value != null) {
                environment.put(inherited, value);
            }
        }
        environment.put("FERRY_SECRETS_MANAGER", Boolean.toString(environment.containsKey(SECRETS_MANAGER)));
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java17");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", name);
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put(
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                Integer.toString(functions.stream().mapToInt(LambdaFunction::memoryMegabytes).max().orElseThrow()));
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + name);
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", runtimeApi.replaceAll("[^0-9]+", "-"));
        if (eventsAtATime > 1) { // where it is one, Lambda does not set it
            environment.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(eventsAtATime));
        }
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        environment.put("FERRY_END_WITH_INPUT", "true"); // see PollLoopWatch
        environment.put("LAMBDA_TASK_ROOT", artefact.taskRoot().toString());
        environment.put("LAMBDA_RUNTIME_DIR", artefact.taskRoot().toString());
        environment.put("TZ", ":UTC");
        functions.forEach(function -> add(function, environment));
        if (shared) {
            environment.putAll(SHARED);
        }
        environment.putAll(services);
        return environment;
    }

    private static void add(LambdaFunction function, Map<String, String> environment) {
        Map<String, String> own = new HashMap<>(function.environment());
        own.put("_HANDLER", function.handler());
        own.forEach((variable, value) -> {
            String others = environment.put(variable, value);
            if (others != null && !others.equals(value) && !variable.equals(QUARKUS_HANDLER)) {
                throw new IllegalArgumentException(
                        "functions that differ in " + variable + " can't share a process, as " + function.logicalId() + " does");
            }
        });
    }
}
