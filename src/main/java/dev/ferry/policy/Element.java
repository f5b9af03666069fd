package dev.ferry.policy;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A part of a policy's JSON that knows where it stands, so that what is wrong with it can be said.
 *
 * @param path from the policy's top: {@code Statement[0].Effect}, or empty for the policy itself
 */
record Element(String path, JsonNode json) {
    private static final int QUOTED_CHARACTERS = 100;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // As a double, a number of the policy would not be the number that was written.
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static Element read(String text) {
        try {
            return new Element("", JSON.readTree(text));
        } catch (JacksonException notJson) {
            JsonLocation at = notJson.getLocation();
            String where = at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
            throw new InvalidPolicyException(
                    "The policy is not valid JSON" + where + ": " + abbreviated(notJson.getOriginalMessage()));
        }
    }

    /** The members of an object, in their order, all of which have to be known. */
    Map<String, Element> members(Set<String> known) {
        Map<String, Element> members = members();
        members.forEach((name, member) -> {
            if (!known.contains(name)) {
                throw member.invalid("is not an element that belongs here");
            }
        });
        return members;
    }

    /** The members of an object, in their order. */
    Map<String, Element> members() {
        if (!json.isObject()) {
            throw mustBe("a JSON object");
        }
        Map<String, Element> members = new LinkedHashMap<>();
        json.properties().forEach(member -> members.put(
                member.getKey(),
                new Element(path.isEmpty() ? member.getKey() : path + "." + member.getKey(), member.getValue())));
        return members;
    }

    /** The items of an array that has some, or the one value that may stand for an array of one. */
    List<Element> items() {
        if (!json.isArray()) {
            return List.of(this);
        }
        if (json.isEmpty()) {
            throw invalid("must not be an empty list");
        }
        List<Element> items = new ArrayList<>(json.size());
        for (JsonNode item : json) {
            items.add(new Element(path + "[" + items.size() + "]", item));
        }
        return items;
    }

    String string() {
        if (!json.isTextual()) {
            throw mustBe("a string");
        }
        return json.textValue();
    }

    /** A string; numbers and booleans may do without quotation marks (IAM User Guide, "Grammar"). */
    String scalar() {
        if (json.isNumber() || json.isBoolean()) {
            return json.asText();
        }
        if (!json.isTextual()) {
            throw mustBe("a string, a number or a boolean");
        }
        return json.textValue();
    }

    /** @param what what should stand here: {@code a string} */
    InvalidPolicyException mustBe(String what) {
        return invalid("must be " + what + (json.isValueNode() ? ", not '" + abbreviated(json.asText()) + "'" : ""));
    }

    /** @param why a sentence without its subject: {@code must not be empty} */
    InvalidPolicyException invalid(String why) {
        return new InvalidPolicyException((path.isEmpty() ? "The policy" : abbreviated(path)) + " " + why);
    }

    private static String abbreviated(String text) {
        return text.length() <= QUOTED_CHARACTERS ? text : text.substring(0, QUOTED_CHARACTERS) + "…";
    }
}
