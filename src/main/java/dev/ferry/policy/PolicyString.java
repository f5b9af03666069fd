package dev.ferry.policy;

import dev.ferry.registry.Wildcard;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A string of a policy in which wildcards and, since version 2012-10-17, policy variables mean something (IAM User
 * Guide, "Variables and tags").
 */
record PolicyString(List<Part> parts) {

    PolicyString {
        parts = List.copyOf(parts);
    }

    /** A stretch of the string. */
    sealed interface Part {
        /** Characters as they were written; {@code *} and {@code ?} among them are wildcards. */
        record Written(String text) implements Part {}

        /** A character that would mean something else if it weren't escaped, as {@code ${*}} is. */
        record Escaped(char character) implements Part {}

        /** The request's value for a key, or the default. Nothing in it is a wildcard. */
        record Variable(ConditionKey key, Optional<String> defaultValue) implements Part {}
    }

    /** What the string says for one request: a text, and where in it {@code *} and {@code ?} are no wildcards. */
    record Resolved(String text, BitSet literal) {
        boolean matches(String value) {
            return Wildcard.matches(text, literal, value);
        }
    }

    static PolicyString parse(PolicyVersion version, Element element, String text) {
        return version == PolicyVersion.V2012_10_17
                ? new PolicyString(PolicyVariables.parse(element, text))
                : new PolicyString(List.of(new Part.Written(text)));
    }

    /**
     * For one request. Empty if it has no single value for a variable: then the string is equal to none and like none.
     */
    Optional<Resolved> resolve(AccessRequest request) {
        StringBuilder text = new StringBuilder();
        BitSet literal = new BitSet();
        for (Part part : parts) {
            int start = text.length();
            if (part instanceof Part.Written written) {
                text.append(written.text());
            } else {
                Optional<String> value = valueOf(part, request);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                text.append(value.get());
                literal.set(start, text.length());
            }
        }
        return Optional.of(new Resolved(text.toString(), literal));
    }

    /** The strings between the separators that were written, at most {@code limit} of them. */
    List<PolicyString> split(char separator, int limit) {
        List<PolicyString> strings = new ArrayList<>();
        List<Part> current = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Written written) {
                String rest = written.text();
                int end = rest.indexOf(separator);
                while (end >= 0 && strings.size() < limit - 1) {
                    current.add(new Part.Written(rest.substring(0, end)));
                    strings.add(new PolicyString(current));
                    current.clear();
                    rest = rest.substring(end + 1);
                    end = rest.indexOf(separator);
                }
                current.add(new Part.Written(rest));
            } else {
                current.add(part);
            }
        }
        strings.add(new PolicyString(current));
        return strings;
    }

    /** The string as it was written, unless it has a variable. */
    Optional<String> withoutVariables() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            if (!(part instanceof Part.Written written)) {
                return Optional.empty();
            }
            text.append(written.text());
        }
        return Optional.of(text.toString());
    }

    /** Whether it says the same for every request and has no wildcard. */
    boolean isFixed() {
        return withoutVariables().map(text -> fixedStart().equals(text)).orElse(false);
    }

    /** The characters before the first wildcard or variable. */
    String fixedStart() {
        if (parts.isEmpty() || !(parts.get(0) instanceof Part.Written written)) {
            return "";
        }
        String text = written.text();
        int end = 0;
        while (end < text.length() && text.charAt(end) != '*' && text.charAt(end) != '?') {
            end++;
        }
        return text.substring(0, end);
    }

    private static Optional<String> valueOf(Part part, AccessRequest request) {
        if (part instanceof Part.Escaped escaped) {
            return Optional.of(String.valueOf(escaped.character()));
        }
        Part.Variable variable = (Part.Variable) part;
        List<String> values = request.valuesOf(variable.key());
        return values.size() == 1 ? Optional.of(values.get(0)) : variable.defaultValue();
    }
}
