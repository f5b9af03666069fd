package dev.ferry.policy;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of a numeric operator: an integer or a decimal number. */
record NumericValue(Order order, BigDecimal number) implements ConditionValue {
    // Bounded, as arithmetic on a number of unbounded size or exponent has no bound either.
    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]{1,64}(?:\\.[0-9]{1,64})?(?:[eE][+-]?[0-9]{1,3})?");

    static NumericValue parse(Order order, Element element) {
        return new NumericValue(order, number(element.scalar()).orElseThrow(() -> element.mustBe("a number")));
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        return number(actual).map(value -> order.holds(value, number)).orElse(false);
    }

    private static Optional<BigDecimal> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }
}
