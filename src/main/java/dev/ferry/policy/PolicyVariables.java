package dev.ferry.policy;

import dev.ferry.policy.PolicyString.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the policy variables in a string: <code>${key}</code>, <code>${key, 'default'}</code>, and <code>${*}</code>,
 * <code>${?}</code>, <code>${$}</code> for these characters themselves (IAM User Guide, "Variables and tags").
 */
final class PolicyVariables {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:([*?$])|([^,{}']++)(?:, ?'([^']*+)')?)\\}");

    private PolicyVariables() {}

    static List<Part> parse(Element element, String text) {
        List<Part> parts = new ArrayList<>();
        Matcher variable = VARIABLE.matcher(text);
        int end = 0;
        for (int start = text.indexOf("${"); start >= 0; start = text.indexOf("${", end)) {
            if (!variable.region(start, text.length()).lookingAt()) {
                throw element.mustBe("text with policy variables such as ${aws:username} (${$} is a dollar sign)");
            }
            if (start > end) {
                parts.add(new Part.Written(text.substring(end, start)));
            }
            parts.add(variable.group(1) != null
                    ? new Part.Escaped(variable.group(1).charAt(0))
                    : new Part.Variable(key(element, variable.group(2)), Optional.ofNullable(variable.group(3))));
            end = variable.end();
        }
        if (end < text.length()) {
            parts.add(new Part.Written(text.substring(end)));
        }
        return parts;
    }

    private static ConditionKey key(Element element, String name) {
        return ConditionKey.named(name.strip())
                .filter(key -> !key.isMultivalued())
                .orElseThrow(() -> element.mustBe("text whose policy variables name single-valued condition keys"));
    }
}
