package dev.ferry.local.lambda;

import dev.ferry.local.template.LambdaFunction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of a function's process: what Lambda sets, what the template sets, and where the local cloud's
 * services are. Nothing of the environment that started the local cloud gets in but what a program needs to run, so a
 * developer's own AWS settings cannot change what a function does.
 *
 * @param region   what the functions find in {@code AWS_REGION}; they take the Region they work in from their events
 * @param services variables such as {@code AWS_ENDPOINT_URL_DYNAMODB}, and the credentials
 */
public record FunctionEnvironment(String region, Map<String, String> services) {
    private static final List<String> INHERITED = List.of("PATH", "HOME", "TMPDIR", "LANG");

    public FunctionEnvironment {
        services = Map.copyOf(services);
    }

    /**
     * All of the environment of one process.
     *
     * @param runtimeApi host and port of the process's Runtime API
     */
    public Map<String, String> of(LambdaFunction function, Artefact artefact, String runtimeApi) {
        Map<String, String> environment = new HashMap<>();
        for (String name : INHERITED) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java17");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.logicalId());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.logicalId());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", runtimeApi.replaceAll("[^0-9]+", "-"));
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        environment.put("LAMBDA_TASK_ROOT", artefact.taskRoot().toString());
        environment.put("LAMBDA_RUNTIME_DIR", artefact.taskRoot().toString());
        environment.put("TZ", ":UTC");
        environment.put("_HANDLER", function.handler());
        environment.putAll(function.environment());
        environment.putAll(services);
        return environment;
    }
}
