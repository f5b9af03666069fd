package dev.ferry.policy;

/** A value of a condition, with what the operator makes of it. */
sealed interface ConditionValue
        permits StringValue, NumericValue, DateValue, BooleanValue, BinaryValue, AddressRange, ArnPattern {

    /**
     * Whether the operator, or the one it negates, holds between the request's value and this one. It doesn't if the
     * request's value isn't of the operator's type.
     */
    boolean matches(String actual, AccessRequest request);
}
