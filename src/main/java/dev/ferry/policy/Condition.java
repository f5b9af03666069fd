package dev.ferry.policy;

import java.util.List;

/**
 * One operator, key and its values (IAM User Guide, "Condition operators", "Single-valued vs. multivalued context
 * keys").
 */
sealed interface Condition {

    boolean isMet(AccessRequest request);

    static Condition parse(
            PolicyVersion version, String operatorName, Element operator, ConditionKey key, List<Element> values) {
        if (operatorName.equals("Null")) {
            return new KeyIsNull(key, values.stream().map(BooleanValue::parse).toList());
        }
        QualifiedOperator qualified = QualifiedOperator.parse(operatorName, operator);
        return new Comparison(
                qualified,
                key,
                values.stream()
                        .map(value -> qualified.operator().value(version, value))
                        .toList());
    }

    /** {@code Null}: {@code true} asks that the request has no value for the key, {@code false} that it has one. */
    record KeyIsNull(ConditionKey key, List<BooleanValue> values) implements Condition {
        @Override
        public boolean isMet(AccessRequest request) {
            boolean isNull = isNull(request.valuesOf(key));
            return values.stream().anyMatch(value -> value.value() == isNull);
        }
    }

    /** Every other operator: the request's values compared with the policy's. */
    record Comparison(QualifiedOperator qualified, ConditionKey key, List<ConditionValue> values) implements Condition {
        @Override
        public boolean isMet(AccessRequest request) {
            List<String> actual = request.valuesOf(key);
            if (actual.isEmpty()) {
                return qualified.isMetByMissingKey();
            }
            return switch (qualified.set()) {
                // A negated operator is the opposite of the operator it negates: no value is like any of the policy's.
                case NONE -> qualified.operator().isNegated()
                        != actual.stream().anyMatch(value -> isLikeOneOf(value, request));
                case FOR_ANY_VALUE -> actual.stream().anyMatch(value -> holds(value, request));
                case FOR_ALL_VALUES -> isNull(actual) || actual.stream().allMatch(value -> holds(value, request));
            };
        }

        private boolean holds(String actual, AccessRequest request) {
            return qualified.operator().isNegated() != isLikeOneOf(actual, request);
        }

        private boolean isLikeOneOf(String actual, AccessRequest request) {
            return values.stream().anyMatch(value -> value.matches(actual, request));
        }
    }

    /**
     * A key without values is null, and so is one with nothing but an empty string: so says the guide of ForAllValues,
     * and sends those who mind it to {@code Null} ("Multivalued ARN condition operators").
     */
    private static boolean isNull(List<String> values) {
        return values.stream().allMatch(String::isEmpty);
    }
}
