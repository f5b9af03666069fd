package dev.ferry.simulation.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a Query looks for: one value of the partition key, and maybe some of the sort key. Which of the conditions is of
 * which key is known once their placeholders are.
 */
public record KeyCondition(List<Part> parts) {

    public KeyCondition {
        parts = List.copyOf(parts);
    }

    /** @param operands as many as the operator takes: two for BETWEEN, else one */
    public record Part(String name, Operator operator, List<String> operands) {
        public Part {
            operands = List.copyOf(operands);
        }

        public AttributeValue operand(int index, Bindings bindings) {
            return bindings.value(operands.get(index));
        }
    }

    public enum Operator { EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL, BETWEEN, BEGINS_WITH }

    static KeyCondition of(Condition condition) {
        List<Part> parts = new ArrayList<>();
        collect(condition, parts);
        if (parts.size() > 2) {
            throw new InvalidExpressionException("Conditions can be of length 1 or 2 only");
        }
        return new KeyCondition(parts);
    }

    private static void collect(Condition condition, List<Part> parts) {
        if (condition instanceof Condition.And both) {
            collect(both.left(), parts);
            collect(both.right(), parts);
        } else {
            parts.add(part(condition).orElseThrow(() ->
                    new InvalidExpressionException("Invalid operator or operand used in KeyConditionExpression")));
        }
    }

    private static Optional<Part> part(Condition condition) {
        if (condition instanceof Condition.Comparison comparison && comparison.comparator() != Comparator.NOT_EQUAL) {
            return part(comparison.left(), Operator.valueOf(comparison.comparator().name()), comparison.right());
        }
        if (condition instanceof Condition.Between between) {
            return part(between.value(), Operator.BETWEEN, between.low(), between.high());
        }
        if (condition instanceof Condition.BeginsWith beginsWith) {
            return part(beginsWith.value(), Operator.BEGINS_WITH, beginsWith.prefix());
        }
        return Optional.empty();
    }

    private static Optional<Part> part(Operand attribute, Operator operator, Operand... operands) {
        List<String> placeholders = new ArrayList<>();
        for (Operand operand : operands) {
            if (operand instanceof Operand.Value value) {
                placeholders.add(value.placeholder());
            }
        }
        return attribute instanceof Operand.Attribute named && placeholders.size() == operands.length
                ? Optional.of(new Part(named.name(), operator, placeholders))
                : Optional.empty();
    }
}
