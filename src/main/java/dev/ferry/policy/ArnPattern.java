package dev.ferry.policy;

import java.util.Collections;
import java.util.List;

/**
 * A value of an ARN operator. Each of an ARN's six parts is compared by itself, so that a wildcard doesn't reach past a
 * colon but in the last; {@code *} alone stands for every ARN.
 */
record ArnPattern(List<PolicyString> parts) implements ConditionValue {
    private static final int PARTS = 6;

    ArnPattern {
        parts = List.copyOf(parts);
    }

    static ArnPattern parse(PolicyVersion version, Element element) {
        PolicyString text = PolicyString.parse(version, element, element.string());
        if (element.string().equals("*")) {
            return new ArnPattern(Collections.nCopies(PARTS, text));
        }
        List<PolicyString> parts = text.split(':', PARTS);
        if (parts.size() < PARTS || !element.string().startsWith("arn:")) {
            throw element.mustBe("\"*\" or an ARN of six parts, such as \"arn:aws:iam::111122223333:role/*\"");
        }
        return new ArnPattern(parts);
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        String[] values = actual.split(":", PARTS);
        if (values.length < PARTS) {
            return false;
        }
        for (int i = 0; i < PARTS; i++) {
            String value = values[i];
            if (!parts.get(i).resolve(request).map(part -> part.matches(value)).orElse(false)) {
                return false;
            }
        }
        return true;
    }
}
