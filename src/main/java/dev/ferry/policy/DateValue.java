package dev.ferry.policy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value of a date operator: seconds since 1970, or one of the W3C's forms of ISO 8601
 * (https://www.w3.org/TR/NOTE-datetime): a year, a month, a day, or a time with its zone. What says no time means its
 * first instant, in UTC.
 */
record DateValue(Order order, Instant instant) implements ConditionValue {
    private static final Pattern YEAR = Pattern.compile("[0-9]{4}");
    private static final Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern EPOCH_SECONDS = Pattern.compile("-?[0-9]{1,12}");

    static DateValue parse(Order order, Element element) {
        return new DateValue(
                order,
                instant(element.scalar())
                        .orElseThrow(() -> element.mustBe("seconds since 1970, or a date such as 2026-11-23T00:00Z")));
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        return instant(actual).map(value -> order.holds(value, instant)).orElse(false);
    }

    private static Optional<Instant> instant(String text) {
        try {
            if (YEAR.matcher(text).matches()) {
                return Optional.of(startOf(YearMonth.of(Integer.parseInt(text), 1).atDay(1)));
            }
            if (EPOCH_SECONDS.matcher(text).matches()) {
                return Optional.of(Instant.ofEpochSecond(Long.parseLong(text)));
            }
            if (MONTH.matcher(text).matches()) {
                return Optional.of(startOf(YearMonth.parse(text).atDay(1)));
            }
            if (DAY.matcher(text).matches()) {
                return Optional.of(startOf(LocalDate.parse(text)));
            }
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException noDate) {
            return Optional.empty();
        }
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
