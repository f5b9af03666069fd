package dev.ferry.simulation.dynamodb.expression;

import dev.ferry.simulation.dynamodb.value.NormalForm;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What the placeholders of one request's expressions stand for.
 *
 * @param names  ExpressionAttributeNames, by names that start with #
 * @param values ExpressionAttributeValues in normal form, by names that start with :
 */
public record Bindings(Map<String, String> names, Map<String, AttributeValue> values) {

    /**
     * What a request defines, which are the placeholders of its expressions and no others.
     *
     * @param used the placeholders that the expressions have
     * @throws InvalidExpressionException if one is missing or is not used, or there are none where some were announced
     */
    public static Bindings of(Map<String, String> names, Map<String, AttributeValue> values, Set<String> used) {
        requireSome(names, "ExpressionAttributeNames");
        requireSome(values, "ExpressionAttributeValues");
        for (String placeholder : used) {
            boolean defined = placeholder.startsWith("#") ? names.containsKey(placeholder) : values.containsKey(placeholder);
            if (!defined) {
                throw new InvalidExpressionException(
                        "An expression attribute name or value used in expression is not defined: " + placeholder);
            }
        }
        if (names.size() + values.size() > used.size()) {
            throw new InvalidExpressionException("Of the names " + names.keySet() + " and the values " + values.keySet()
                    + " some are unused in expressions, which have " + used);
        }
        return new Bindings(names, values.isEmpty() ? Map.of() : NormalForm.of(values));
    }

    private static void requireSome(Map<String, ?> given, String what) {
        if (given.isEmpty() && !(given instanceof SdkAutoConstructMap)) {
            throw new InvalidExpressionException(what + " must not be empty");
        }
    }

    /** The attribute that is meant by its name or a placeholder. */
    public String name(String name) {
        return name.charAt(0) == '#' ? names.get(name) : name;
    }

    AttributeValue value(String placeholder) {
        return values.get(placeholder);
    }
}
