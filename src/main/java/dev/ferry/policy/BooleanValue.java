package dev.ferry.policy;

/** A value of {@code Bool}, and of {@code Null}: {@code true} or {@code false}, in any case. */
record BooleanValue(boolean value) implements ConditionValue {

    static BooleanValue parse(Element element) {
        String text = element.scalar();
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw element.mustBe("true or false");
        }
        return new BooleanValue(Boolean.parseBoolean(text));
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        return actual.equalsIgnoreCase(String.valueOf(value));
    }
}
