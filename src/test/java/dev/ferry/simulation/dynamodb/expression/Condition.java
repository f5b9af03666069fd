package dev.ferry.simulation.dynamodb.expression;

import dev.ferry.simulation.dynamodb.value.Arithmetic;
import dev.ferry.simulation.dynamodb.value.ScalarOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/** A condition as it was parsed, for whatever its placeholders stand for in a request. */
public sealed interface Condition {
    /**
     * @param item the attributes, none if there is no item
     * @throws InvalidExpressionException for operands that the operators cannot have
     */
    boolean holds(Map<String, AttributeValue> item, Bindings bindings);

    /** Both sides are looked at in any case, as DynamoDB checks the operands of the whole condition. */
    record And(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            return left.holds(item, bindings) & right.holds(item, bindings);
        }
    }

    record Or(Condition left, Condition right) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            return left.holds(item, bindings) | right.holds(item, bindings);
        }
    }

    record Not(Condition negated) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            return !negated.holds(item, bindings);
        }
    }

    record Comparison(Operand left, Comparator comparator, Operand right) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            if (comparator.isOfOrder()) {
                requireOrder(left, bindings);
                requireOrder(right, bindings);
            }
            return comparator.holds(left.in(item, bindings), right.in(item, bindings));
        }
    }

    record Between(Operand value, Operand low, Operand high) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            requireOrder(low, bindings);
            requireOrder(high, bindings);
            if (low instanceof Operand.Value && high instanceof Operand.Value) {
                requireBounds(low.in(item, bindings).orElseThrow(), high.in(item, bindings).orElseThrow());
            }
            Optional<AttributeValue> present = value.in(item, bindings);
            return Comparator.GREATER_OR_EQUAL.holds(present, low.in(item, bindings))
                    && Comparator.LESS_OR_EQUAL.holds(present, high.in(item, bindings));
        }

        private static void requireBounds(AttributeValue low, AttributeValue high) {
            if (low.type() != high.type()) {
                throw new InvalidExpressionException(
                        "The BETWEEN operator requires same data type for lower and upper bounds");
            }
            if (ScalarOrder.INSTANCE.compare(low, high) > 0) {
                throw new InvalidExpressionException(
                        "The BETWEEN operator requires upper bound to be greater than or equal to lower bound");
            }
        }
    }

    record In(Operand value, List<Operand> among) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            Optional<AttributeValue> present = value.in(item, bindings);
            return present.isPresent() && among.stream().anyMatch(one -> present.equals(one.in(item, bindings)));
        }
    }

    /** {@code attribute_exists(name)}; the other function is its negation. */
    record Exists(String name) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            return item.containsKey(bindings.name(name));
        }
    }

    record BeginsWith(Operand value, Operand prefix) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            Optional<AttributeValue> start = prefix.in(item, bindings);
            if (prefix instanceof Operand.Value && start.get().type() != Type.S && start.get().type() != Type.B) {
                throw incorrectOperand(start.get());
            }
            Optional<AttributeValue> present = value.in(item, bindings);
            return present.isPresent() && start.isPresent() && ScalarOrder.startsWith(present.get(), start.get());
        }
    }

    /** Whether a set or list has a member, or a string a part. */
    record Contains(Operand value, Operand member) implements Condition {
        @Override
        public boolean holds(Map<String, AttributeValue> item, Bindings bindings) {
            Optional<AttributeValue> present = value.in(item, bindings);
            Optional<AttributeValue> wanted = member.in(item, bindings);
            return present.isPresent() && wanted.isPresent() && contains(present.get(), wanted.get());
        }

        private static boolean contains(AttributeValue value, AttributeValue member) {
            if (value.type() == Type.L) {
                return value.l().contains(member);
            }
            if (value.type() == Type.S) {
                return member.type() == Type.S && value.s().contains(member.s());
            }
            if (!Arithmetic.isSet(value)) {
                return false;
            }
            return switch (member.type()) {
                case S -> value.ss().contains(member.s());
                case N -> value.ns().contains(member.n());
                case B -> value.bs().contains(member.b());
                default -> false;
            };
        }
    }

    private static void requireOrder(Operand operand, Bindings bindings) {
        if (operand instanceof Operand.Value value && !ScalarOrder.orders(bindings.value(value.placeholder()))) {
            throw incorrectOperand(bindings.value(value.placeholder()));
        }
    }

    private static InvalidExpressionException incorrectOperand(AttributeValue value) {
        return new InvalidExpressionException(
                "Incorrect operand type for operator or function; operand type: " + value.type());
    }
}
