package dev.ferry.policy;

/**
 * A condition operator with what stands before and after it: {@code ForAllValues:StringLikeIfExists} (IAM User Guide,
 * "Set operators for multivalued context keys", "...IfExists condition operators").
 *
 * @param ifExists whether the condition is met when the request hasn't got the key
 */
record QualifiedOperator(SetOperator set, ConditionOperator operator, boolean ifExists) {
    private static final String IF_EXISTS = "IfExists";

    /** How the values of a key that has several are put together. */
    enum SetOperator {
        /** As if the key had one value; of several, one that matches is enough. */
        NONE(""),
        /** One of the request's values, at least, has to fulfil the condition. */
        FOR_ANY_VALUE("ForAnyValue:"),
        /** All of the request's values, be there none, have to fulfil the condition. */
        FOR_ALL_VALUES("ForAllValues:");

        private final String prefix;

        SetOperator(String prefix) {
            this.prefix = prefix;
        }

        private static SetOperator of(String operatorName) {
            if (operatorName.startsWith(FOR_ANY_VALUE.prefix)) {
                return FOR_ANY_VALUE;
            }
            return operatorName.startsWith(FOR_ALL_VALUES.prefix) ? FOR_ALL_VALUES : NONE;
        }
    }

    static QualifiedOperator parse(String name, Element element) {
        SetOperator set = SetOperator.of(name);
        boolean ifExists = name.endsWith(IF_EXISTS);
        int start = set.prefix.length();
        int end = Math.max(start, name.length() - (ifExists ? IF_EXISTS.length() : 0));
        ConditionOperator operator = ConditionOperator.named(name.substring(start, end))
                .orElseThrow(() -> element.invalid("is not a condition operator"));
        return new QualifiedOperator(set, operator, ifExists);
    }

    boolean isMetByMissingKey() {
        if (ifExists) {
            return true;
        }
        return switch (set) {
            case NONE -> operator.isNegated();
            case FOR_ANY_VALUE -> false;
            case FOR_ALL_VALUES -> true;
        };
    }
}
