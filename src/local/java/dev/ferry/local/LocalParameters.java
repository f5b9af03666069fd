package dev.ferry.local;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What the template's parameters are set to on one machine. */
final class LocalParameters {
    /** Queues are in memory here, so what a kill loses is to be taken up again soon. */
    private static final Map<String, String> ALWAYS =
            Map.of("OpenTooLong", "PT20S", "SweepRate", "rate(1 minute)", "JsonLogs", "false");

    /** What whoever starts the local cloud may say otherwise: the functions' own variable, and the parameter it comes of. */
    private static final Map<String, String> BY_VARIABLE = Map.of("FERRY_OCI_EMPTY_CONTENT", "OciEmptyContent");

    private LocalParameters() {}

    /**
     * @param environment that the local cloud was started in
     * @param wanted      what it was told besides
     */
    static Map<String, String> of(Map<String, String> environment, Map<String, String> wanted) {
        Map<String, String> parameters = new HashMap<>(ALWAYS);
        BY_VARIABLE.forEach((variable, parameter) -> Optional.ofNullable(environment.get(variable))
                .ifPresent(value -> parameters.put(parameter, value)));
        parameters.putAll(wanted);
        return parameters;
    }
}
