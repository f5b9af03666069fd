package dev.ferry.policy;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a condition compares (IAM User Guide, "Condition operators"). {@code Null} compares nothing: {@link Condition}.
 */
enum ConditionOperator {
    STRING_EQUALS("StringEquals", StringValue::equal),
    STRING_NOT_EQUALS("StringNotEquals", STRING_EQUALS),
    STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", StringValue::equalIgnoringCase),
    STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", STRING_EQUALS_IGNORE_CASE),
    STRING_LIKE("StringLike", StringValue::like),
    STRING_NOT_LIKE("StringNotLike", STRING_LIKE),

    NUMERIC_EQUALS("NumericEquals", value -> NumericValue.parse(Order.EQUAL, value)),
    NUMERIC_NOT_EQUALS("NumericNotEquals", NUMERIC_EQUALS),
    NUMERIC_LESS_THAN("NumericLessThan", value -> NumericValue.parse(Order.LESS, value)),
    NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", value -> NumericValue.parse(Order.LESS_OR_EQUAL, value)),
    NUMERIC_GREATER_THAN("NumericGreaterThan", value -> NumericValue.parse(Order.GREATER, value)),
    NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", value -> NumericValue.parse(Order.GREATER_OR_EQUAL, value)),

    DATE_EQUALS("DateEquals", value -> DateValue.parse(Order.EQUAL, value)),
    DATE_NOT_EQUALS("DateNotEquals", DATE_EQUALS),
    DATE_LESS_THAN("DateLessThan", value -> DateValue.parse(Order.LESS, value)),
    DATE_LESS_THAN_EQUALS("DateLessThanEquals", value -> DateValue.parse(Order.LESS_OR_EQUAL, value)),
    DATE_GREATER_THAN("DateGreaterThan", value -> DateValue.parse(Order.GREATER, value)),
    DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", value -> DateValue.parse(Order.GREATER_OR_EQUAL, value)),

    BOOL("Bool", BooleanValue::parse),
    BINARY_EQUALS("BinaryEquals", BinaryValue::parse),

    IP_ADDRESS("IpAddress", AddressRange::parse),
    NOT_IP_ADDRESS("NotIpAddress", IP_ADDRESS),

    ARN_EQUALS("ArnEquals", ArnPattern::parse),
    ARN_NOT_EQUALS("ArnNotEquals", ARN_EQUALS),
    ARN_LIKE("ArnLike", ArnPattern::parse),
    ARN_NOT_LIKE("ArnNotLike", ARN_LIKE);

    private static final Map<String, ConditionOperator> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(each -> each.text, Function.identity()));

    private final String text;
    private final boolean negated;
    private final BiFunction<PolicyVersion, Element, ConditionValue> parser;

    ConditionOperator(String text, BiFunction<PolicyVersion, Element, ConditionValue> parser) {
        this.text = text;
        this.negated = false;
        this.parser = parser;
    }

    /** One whose values aren't text, so that they have no policy variables and the version makes no difference. */
    ConditionOperator(String text, Function<Element, ConditionValue> parser) {
        this(text, (version, value) -> parser.apply(value));
    }

    /** The opposite of another. */
    ConditionOperator(String text, ConditionOperator opposite) {
        this.text = text;
        this.negated = true;
        this.parser = opposite.parser;
    }

    static Optional<ConditionOperator> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether it is met when none of the policy's values matches, so that a missing key meets it. */
    boolean isNegated() {
        return negated;
    }

    ConditionValue value(PolicyVersion version, Element value) {
        return parser.apply(version, value);
    }
}
