package dev.ferry.policy;

import dev.ferry.registry.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A request as policies see it: who asks to do what to which resource, and under which circumstances.
 *
 * @param action   as the service authorization reference names it: {@code ecr:ReplicateImage}
 * @param resource an ARN, or {@code *} for an action that is about no repository
 * @param context  the condition keys that the request has, with their values; a key is the same in any case, and one
 *     without values is one the request doesn't have. It is taken as given: {@code aws:PrincipalArn} and its like are
 *     not worked out from the principal
 */
public record AccessRequest(
        Principal principal, String action, String resource, Map<String, List<String>> context) {
    private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Za-z0-9]+");

    public AccessRequest {
        if (!ACTION.matcher(action).matches()) {
            throw new InvalidValueException("must name a service and its action, such as ecr:ReplicateImage");
        }
        if (!resource.equals("*") && !resource.startsWith("arn:")) {
            throw new InvalidValueException("must be an ARN, or * for no resource");
        }
        Map<String, List<String>> byLowerCaseKey = new TreeMap<>();
        context.forEach((key, values) -> {
            if (byLowerCaseKey.put(key.toLowerCase(Locale.ROOT), List.copyOf(values)) != null) {
                throw new InvalidValueException("must have the condition key '" + key + "' once only");
            }
        });
        context = Map.copyOf(byLowerCaseKey);
    }

    /** The request's values for a condition key; none if it hasn't got the key. */
    List<String> valuesOf(ConditionKey key) {
        return context.getOrDefault(key.lowerCaseName(), List.of());
    }
}
