package dev.ferry.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The condition that some attributes of an item are as they were seen, those that it lacked included. */
record UnchangedCondition(String condition, Map<String, AttributeValue> values) {

    static UnchangedCondition of(Map<String, AttributeValue> seen, List<String> attributes) {
        List<String> conditions = new ArrayList<>();
        Map<String, AttributeValue> values = new HashMap<>();
        for (String attribute : attributes) {
            if (seen.containsKey(attribute)) {
                conditions.add(attribute + " = :" + attribute);
                values.put(":" + attribute, seen.get(attribute));
            } else {
                conditions.add("attribute_not_exists(" + attribute + ")");
            }
        }
        return new UnchangedCondition(String.join(" AND ", conditions), values);
    }
}
