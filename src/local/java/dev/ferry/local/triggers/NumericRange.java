package dev.ferry.local.triggers;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** The operator {@code numeric}: one comparison, or two that make a range, such as {@code [">", 0, "<=", 5]}. */
record NumericRange(List<Comparison> comparisons) implements ValueTest {

    private record Comparison(IntPredicate sign, BigDecimal bound) {}

    static NumericRange parse(String field, JsonNode operand) {
        if (!operand.isArray() || (operand.size() != 2 && operand.size() != 4)) {
            throw ValueTests.invalid(field, "numeric takes one or two comparisons, not " + operand);
        }
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < operand.size(); i += 2) {
            JsonNode bound = operand.get(i + 1);
            if (!bound.isNumber()) {
                throw ValueTests.invalid(field, "numeric compares to a number, not " + bound);
            }
            comparisons.add(new Comparison(sign(field, operand.get(i).asText()), bound.decimalValue()));
        }
        return new NumericRange(List.copyOf(comparisons));
    }

    private static IntPredicate sign(String field, String comparison) {
        return switch (comparison) {
            case "=" -> sign -> sign == 0;
            case "<" -> sign -> sign < 0;
            case "<=" -> sign -> sign <= 0;
            case ">" -> sign -> sign > 0;
            case ">=" -> sign -> sign >= 0;
            default -> throw ValueTests.invalid(field, "numeric does not know " + comparison);
        };
    }

    @Override
    public boolean takes(JsonNode value) {
        return value.isNumber()
                && comparisons.stream()
                        .allMatch(each -> each.sign().test(value.decimalValue().compareTo(each.bound())));
    }
}
