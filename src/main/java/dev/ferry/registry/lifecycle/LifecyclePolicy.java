package dev.ferry.registry.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ferry.registry.StorageClass;
import dev.ferry.registry.lifecycle.TagSelection.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which images of a repository are to expire, or to be archived (ECR user guide, "Automate the cleanup of images by using
 * lifecycle policies").
 *
 * @param rules at least one, in the order of their priorities
 */
public record LifecyclePolicy(List<LifecycleRule> rules) {
    /** The most rules of a policy (ECR service quotas, "Rules per lifecycle policy"). */
    public static final int MAX_RULES = 50;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @throws InvalidLifecyclePolicyException for rules that contradict each other */
    public LifecyclePolicy {
        rules = rules.stream().sorted(Comparator.comparingInt(LifecycleRule::priority)).toList();
        requireDistinct(rules.stream().map(LifecycleRule::priority).toList(), "Rule priorities must be unique");
        for (StorageClass storageClass : StorageClass.values()) {
            requireConsistent(rules.stream().filter(rule -> rule.storageClass() == storageClass).toList());
        }
    }

    /**
     * Reads a policy.
     *
     * @throws InvalidLifecyclePolicyException that says why the text is none
     */
    public static LifecyclePolicy parse(String text) {
        JsonNode document;
        try {
            document = JSON.readTree(text);
        } catch (JsonProcessingException notJson) {
            throw new InvalidLifecyclePolicyException("Could not map policyString into LifecyclePolicy.");
        }
        if (!document.isObject()) {
            throw new InvalidLifecyclePolicyException("Could not map policyString into LifecyclePolicy.");
        }
        return new LifecyclePolicy(LifecycleRuleReader.rules(document));
    }

    private static void requireConsistent(List<LifecycleRule> ofOneClass) {
        List<LifecycleRule> untagged = of(ofOneClass, Status.UNTAGGED);
        if (untagged.size() > 1) {
            throw new InvalidLifecyclePolicyException("Only one rule can select Untagged images per storage class");
        }
        for (LifecycleRule any : of(ofOneClass, Status.ANY)) {
            if (!any.equals(ofOneClass.get(ofOneClass.size() - 1))) {
                throw new InvalidLifecyclePolicyException(
                        "Rule for tagStatus=ANY must have the lowest priority per storage class");
            }
        }
        List<Set<String>> prefixes = new ArrayList<>();
        of(ofOneClass, Status.TAGGED).stream().map(rule -> rule.tags().prefixes()).filter(list -> !list.isEmpty())
                .forEach(list -> prefixes.add(new HashSet<>(list)));
        requireDistinct(prefixes, "Rules must have a unique set of tag prefixes per storage class");
    }

    private static List<LifecycleRule> of(List<LifecycleRule> rules, Status status) {
        return rules.stream().filter(rule -> rule.tags().status() == status).toList();
    }

    private static void requireDistinct(List<?> values, String otherwise) {
        if (new HashSet<>(values).size() < values.size()) {
            throw new InvalidLifecyclePolicyException(otherwise);
        }
    }
}
