package dev.ferry.registry.lifecycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** An evaluation as it is kept between two calls, without the policy that it is of. */
public final class LifecycleEvaluationJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LifecycleEvaluationJson() {}

    /** A text of at most 160 characters a rule. */
    public static String write(LifecycleEvaluation evaluation) {
        ObjectNode json = JSON.createObjectNode().put("now", evaluation.now().toEpochMilli());
        ObjectNode left = json.putObject("oldestLeft");
        evaluation.oldestLeft().forEach((priority, age) -> left.putObject(priority.toString())
                .put("since", age.since().toEpochMilli())
                .put("digest", age.digest().toString()));
        return json.toString();
    }

    /** @throws IllegalArgumentException if this class has not written the text */
    public static LifecycleEvaluation read(LifecyclePolicy policy, String text) {
        try {
            JsonNode json = JSON.readTree(text);
            Map<Integer, ImageAge> oldestLeft = new HashMap<>();
            json.required("oldestLeft").properties().forEach(left -> oldestLeft.put(
                    Integer.valueOf(left.getKey()),
                    new ImageAge(Instant.ofEpochMilli(left.getValue().required("since").longValue()),
                            Digest.parse(left.getValue().required("digest").textValue()))));
            return new LifecycleEvaluation(policy, Instant.ofEpochMilli(json.required("now").longValue()), oldestLeft);
        } catch (JsonProcessingException broken) {
            throw new IllegalArgumentException("no evaluation: " + text, broken);
        }
    }
}
