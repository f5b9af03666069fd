package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.service.layer.Layers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which layers a repository has, so that only the others have to be uploaded. */
@ApplicationScoped
public class BatchCheckLayerAvailability implements EcrOperation {
    private final Layers layers;

    public BatchCheckLayerAvailability(Layers layers) {
        this.layers = layers;
    }

    @Override
    public String name() {
        return "BatchCheckLayerAvailability";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        List<String> asked = request.input().texts("layerDigests").stream().distinct().toList();
        Map<String, Digest> digests = new LinkedHashMap<>();
        ObjectNode output = EcrJson.object();
        ArrayNode answers = output.putArray("layers");
        ArrayNode failures = output.putArray("failures");
        for (String text : asked) {
            Optional<Digest> digest = digest(text);
            if (digest.isPresent()) {
                digests.put(text, digest.get());
            } else {
                failures.add(failure(text));
            }
        }
        Map<Digest, Long> available =
                layers.available(request.registry(), request.input().repositoryName(), digests.values());
        digests.values().forEach(digest -> answers.add(layer(digest, Optional.ofNullable(available.get(digest)))));
        return output;
    }

    private static Optional<Digest> digest(String text) {
        try {
            return Optional.of(Digest.parse(text));
        } catch (InvalidValueException noDigest) {
            return Optional.empty();
        }
    }

    /** As ECR does, a layer that isn't there is no failure but one that is UNAVAILABLE. */
    private static ObjectNode layer(Digest digest, Optional<Long> size) {
        ObjectNode layer = EcrJson.object()
                .put("layerDigest", digest.toString())
                .put("layerAvailability", size.isPresent() ? "AVAILABLE" : "UNAVAILABLE");
        size.ifPresent(bytes -> layer.put("layerSize", bytes));
        return layer;
    }

    private static ObjectNode failure(String text) {
        return text.isEmpty()
                ? EcrJson.object()
                        .put("layerDigest", text)
                        .put("failureCode", "MissingLayerDigest")
                        .put("failureReason", "Invalid request parameters: layer digest cannot be empty")
                : EcrJson.object()
                        .put("layerDigest", text)
                        .put("failureCode", "InvalidLayerDigest")
                        .put("failureReason", "Invalid request parameters: layer digest should be 'sha256:' with 64, or "
                                + "'sha512:' with 128 lower-case hexadecimal digits");
    }
}
