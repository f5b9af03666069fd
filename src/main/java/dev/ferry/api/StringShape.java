package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.ferry.registry.EcrException;
import java.util.List;
import java.util.Optional;

/**
 * Text.
 *
 * @param length  in Unicode characters
 * @param pattern what the whole text has to match. It is RE2's, so that matching takes time linear in the text: ECR's
 *                expressions nest repetitions, and a backtracking matcher would never be done with a hostile text.
 * @param values  the only values, or none at all if any will do
 */
record StringShape(Bounds length, Optional<Pattern> pattern, List<String> values) implements Shape {

    @Override
    public JsonNode read(JsonNode value, String path) {
        if (!value.isTextual()) {
            throw SerializationError.mismatch(value, "String", path);
        }
        String text = value.textValue();
        if (text.codePoints().anyMatch(StringShape::isLoneSurrogate)) {
            throw SerializationError.of("Half of a surrogate pair, which is no Unicode text, found at '" + path + "'");
        }
        length.checkLength(text.codePointCount(0, text.length()), path);
        if (pattern.isPresent() && !pattern.get().matches(text)) {
            throw EcrException.invalidParameter(path, "must satisfy regular expression '" + pattern.get() + "'");
        }
        if (!values.isEmpty() && !values.contains(text)) {
            throw EcrException.invalidParameter(path, "Member must satisfy enum value set: " + values);
        }
        return value;
    }

    // JSON can escape one, but no UTF-8 can carry it: it could neither be stored nor be given back.
    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
