package dev.ferry.simulation.dynamodb.expression;

import dev.ferry.simulation.dynamodb.value.Arithmetic;
import dev.ferry.simulation.dynamodb.value.InvalidValueException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/** An update as it was parsed. Each action sees the item as it was before all of them. */
public record Update(List<Action> actions) {

    public Update {
        actions = List.copyOf(actions);
    }

    /**
     * The attributes that it changes.
     *
     * @throws InvalidExpressionException if two actions change one, or one has an operand that it cannot have
     */
    public Set<String> attributes(Bindings bindings) {
        Set<String> changed = new HashSet<>();
        for (Action action : actions) {
            action.requireOperand(bindings);
            if (!changed.add(bindings.name(action.name()))) {
                throw new InvalidExpressionException("Two document paths overlap with each other; must remove or rewrite "
                        + "one of these paths: " + bindings.name(action.name()));
            }
        }
        return changed;
    }

    /**
     * Changes a copy of the item.
     *
     * @throws InvalidValueException if what the item holds, or lacks, does not allow it
     */
    public void apply(Map<String, AttributeValue> before, Map<String, AttributeValue> copy, Bindings bindings) {
        for (Action action : actions) {
            String name = bindings.name(action.name());
            action.result(before, Optional.ofNullable(before.get(name)), bindings)
                    .ifPresentOrElse(value -> copy.put(name, value), () -> copy.remove(name));
        }
    }

    /** Whether it only takes away, so that it makes no item where none is. */
    public boolean onlyRemoves() {
        return actions.stream().allMatch(action -> action instanceof Remove || action instanceof Delete);
    }

    sealed interface Action {
        String name();

        default void requireOperand(Bindings bindings) {}

        /** What the attribute will be; empty if it will not be. */
        Optional<AttributeValue> result(
                Map<String, AttributeValue> item, Optional<AttributeValue> present, Bindings bindings);
    }

    record Assign(String name, Operand value) implements Action {
        @Override
        public Optional<AttributeValue> result(
                Map<String, AttributeValue> item, Optional<AttributeValue> present, Bindings bindings) {
            Optional<AttributeValue> result = value.in(item, bindings);
            if (result.isEmpty()) {
                throw new InvalidValueException(
                        "The provided expression refers to an attribute that does not exist in the item");
            }
            return result;
        }
    }

    record Remove(String name) implements Action {
        @Override
        public Optional<AttributeValue> result(
                Map<String, AttributeValue> item, Optional<AttributeValue> present, Bindings bindings) {
            return Optional.empty();
        }
    }

    /** Adds to a number, or to a set. */
    record Add(String name, String placeholder) implements Action {
        @Override
        public void requireOperand(Bindings bindings) {
            AttributeValue value = bindings.value(placeholder);
            if (value.type() != Type.N && !Arithmetic.isSet(value)) {
                throw incorrectOperand("ADD", value);
            }
        }

        @Override
        public Optional<AttributeValue> result(
                Map<String, AttributeValue> item, Optional<AttributeValue> present, Bindings bindings) {
            AttributeValue value = bindings.value(placeholder);
            return Optional.of(present
                    .map(before -> value.type() == Type.N
                            ? Arithmetic.sum(before, value, false)
                            : Arithmetic.union(before, value))
                    .orElse(value));
        }
    }

    /** Takes members out of a set. */
    record Delete(String name, String placeholder) implements Action {
        @Override
        public void requireOperand(Bindings bindings) {
            if (!Arithmetic.isSet(bindings.value(placeholder))) {
                throw incorrectOperand("DELETE", bindings.value(placeholder));
            }
        }

        @Override
        public Optional<AttributeValue> result(
                Map<String, AttributeValue> item, Optional<AttributeValue> present, Bindings bindings) {
            return present.flatMap(before -> Arithmetic.difference(before, bindings.value(placeholder)));
        }
    }

    private static InvalidExpressionException incorrectOperand(String operator, AttributeValue value) {
        return new InvalidExpressionException("Incorrect operand type for operator or function; operator: " + operator
                + ", operand type: " + value.type());
    }
}
