package dev.ferry.policy;

/** A value of a string operator. Only {@code StringLike} knows wildcards. */
record StringValue(Comparison comparison, PolicyString value) implements ConditionValue {

    private enum Comparison {
        EQUAL,
        EQUAL_IGNORING_CASE,
        LIKE
    }

    static StringValue equal(PolicyVersion version, Element element) {
        return parse(Comparison.EQUAL, version, element);
    }

    static StringValue equalIgnoringCase(PolicyVersion version, Element element) {
        return parse(Comparison.EQUAL_IGNORING_CASE, version, element);
    }

    static StringValue like(PolicyVersion version, Element element) {
        return parse(Comparison.LIKE, version, element);
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        return value.resolve(request)
                .map(expected -> switch (comparison) {
                    case EQUAL -> expected.text().equals(actual);
                    case EQUAL_IGNORING_CASE -> expected.text().equalsIgnoreCase(actual);
                    case LIKE -> expected.matches(actual);
                })
                .orElse(false);
    }

    private static StringValue parse(Comparison comparison, PolicyVersion version, Element element) {
        return new StringValue(comparison, PolicyString.parse(version, element, element.scalar()));
    }
}
