package dev.ferry.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The Condition of a statement. All of its conditions have to be met (IAM User Guide, "Condition"). */
record ConditionBlock(List<Condition> conditions) {
    /** Met by every request. */
    static final ConditionBlock NONE = new ConditionBlock(List.of());

    ConditionBlock {
        conditions = List.copyOf(conditions);
    }

    static ConditionBlock parse(PolicyVersion version, Element block) {
        List<Condition> conditions = new ArrayList<>();
        block.members().forEach((operatorName, keys) -> {
            Map<String, Element> valuesByKey = keys.members();
            if (valuesByKey.isEmpty()) {
                throw keys.invalid("must have a condition key");
            }
            Set<ConditionKey> seen = new HashSet<>();
            valuesByKey.forEach((keyName, values) -> {
                ConditionKey key = ConditionKey.named(keyName)
                        .orElseThrow(() -> values.invalid("is no condition key that a request to a registry can have"));
                if (!seen.add(key)) {
                    throw values.invalid("must not be the same key as one before it");
                }
                conditions.add(Condition.parse(version, operatorName, keys, key, values.items()));
            });
        });
        return new ConditionBlock(conditions);
    }

    boolean isMet(AccessRequest request) {
        return conditions.stream().allMatch(condition -> condition.isMet(request));
    }
}
