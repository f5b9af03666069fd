package dev.ferry.simulation.dynamodb.expression;

import dev.ferry.simulation.dynamodb.value.Arithmetic;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a condition compares, and what an update sets an attribute to. */
sealed interface Operand {
    /** Its value, or empty if the item lacks the attribute. */
    Optional<AttributeValue> in(Map<String, AttributeValue> item, Bindings bindings);

    record Attribute(String name) implements Operand {
        @Override
        public Optional<AttributeValue> in(Map<String, AttributeValue> item, Bindings bindings) {
            return Optional.ofNullable(item.get(bindings.name(name)));
        }
    }

    record Value(String placeholder) implements Operand {
        @Override
        public Optional<AttributeValue> in(Map<String, AttributeValue> item, Bindings bindings) {
            return Optional.of(bindings.value(placeholder));
        }
    }

    /** {@code if_not_exists(name, otherwise)} */
    record IfNotExists(String name, Operand otherwise) implements Operand {
        @Override
        public Optional<AttributeValue> in(Map<String, AttributeValue> item, Bindings bindings) {
            AttributeValue present = item.get(bindings.name(name));
            return present != null ? Optional.of(present) : otherwise.in(item, bindings);
        }
    }

    /** {@code left + right}, or {@code left - right} */
    record Sum(Operand left, Operand right, boolean minus) implements Operand {
        @Override
        public Optional<AttributeValue> in(Map<String, AttributeValue> item, Bindings bindings) {
            return left.in(item, bindings).flatMap(augend ->
                    right.in(item, bindings).map(addend -> Arithmetic.sum(augend, addend, minus)));
        }
    }
}
