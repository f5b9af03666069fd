package dev.ferry.simulation.dynamodb.value;

import java.math.BigDecimal;

/** DynamoDB's numbers: up to 38 significant digits, of a magnitude from 1E-130 to below 1E+126. */
final class Numbers {
    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 125;
    private static final int MIN_EXPONENT = -130;
    /** Whole numbers this short are in normal form if they do not start with a zero or a plus. */
    private static final int SHORT = 18;

    private Numbers() {}

    /** As DynamoDB gives a number back: without an exponent, and without zeros that say nothing. */
    static String normal(String number) {
        return isNormal(number) ? number : normal(parse(number));
    }

    static String sum(String augend, String addend, boolean minus) {
        BigDecimal second = parse(addend);
        return normal(parse(augend).add(minus ? second.negate() : second));
    }

    static BigDecimal parse(String number) {
        try {
            return new BigDecimal(number);
        } catch (NumberFormatException e) {
            throw new InvalidValueException("The parameter cannot be converted to a numeric value: " + number);
        }
    }

    private static boolean isNormal(String number) {
        int from = number.startsWith("-") ? 1 : 0;
        int digits = number.length() - from;
        if (digits < 1 || digits > SHORT || number.charAt(from) == '0' && number.length() > 1) {
            return false;
        }
        for (int index = from; index < number.length(); index++) {
            if (number.charAt(index) < '0' || number.charAt(index) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String normal(BigDecimal number) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = number.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (stripped.precision() > MAX_DIGITS) {
            throw new InvalidValueException("Attempting to store more than 38 significant digits in a Number");
        }
        if (exponent > MAX_EXPONENT) {
            throw new InvalidValueException(
                    "Number overflow. Attempting to store a number with magnitude larger than supported range");
        }
        if (exponent < MIN_EXPONENT) {
            throw new InvalidValueException(
                    "Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        return stripped.toPlainString();
    }
}
