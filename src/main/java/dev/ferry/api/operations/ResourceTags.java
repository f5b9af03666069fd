package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.Input;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tags of a resource: at most 50, keys of 128 and values of 256 characters (ECR user guide, "Tagging a repository"). */
final class ResourceTags {
    private static final int MAX_TAGS = 50;
    private static final int MAX_KEY = 128;
    private static final int MAX_VALUE = 256;

    private ResourceTags() {}

    static Map<String, String> read(Input input, String member) {
        List<Input> given = input.structures(member);
        Map<String, String> tags = new HashMap<>();
        for (Input tag : given) {
            String key = tag.text("Key");
            String value = tag.text("Value");
            if (key.isEmpty() || key.length() > MAX_KEY || value.length() > MAX_VALUE || key.startsWith("aws:")) {
                throw new EcrException(ErrorCode.INVALID_TAG_PARAMETER, "The tag '" + key + "' is invalid: a key has 1 to "
                        + MAX_KEY + " characters and does not start with aws:, a value has at most " + MAX_VALUE);
            }
            if (tags.put(key, value) != null) {
                throw new EcrException(ErrorCode.INVALID_TAG_PARAMETER, "The tag '" + key + "' is given twice");
            }
        }
        requireFew(tags);
        return tags;
    }

    /** Sorted by key. */
    static void write(ObjectNode into, String member, Map<String, String> tags) {
        ArrayNode list = into.putArray(member);
        new TreeMap<>(tags).forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    }

    static void requireFew(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw new EcrException(ErrorCode.TOO_MANY_TAGS, "A repository can have at most " + MAX_TAGS + " tags");
        }
    }
}
