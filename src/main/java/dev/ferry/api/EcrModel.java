package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Every operation of the ECR API (version 2015-09-21) with its input and its errors, read from
 * {@code ecr-operations.json}. There a shape has a name, and a member, an element or an operation calls it by that.
 */
@ApplicationScoped
public class EcrModel {
    private static final String RESOURCE = "ecr-operations.json";

    private final Map<String, OperationModel> operations = new HashMap<>();

    public EcrModel() {
        JsonNode model = resource();
        ShapeReader shapes = new ShapeReader(model.required("shapes"));
        model.required("operations").properties().forEach(entry -> operations.put(entry.getKey(), new OperationModel(
                entry.getKey(),
                shapes.structure(entry.getValue().required("input")),
                texts(entry.getValue().required("errors")))));
    }

    /** The operation of this name, or empty if ECR has none. */
    Optional<OperationModel> operation(String name) {
        return Optional.ofNullable(operations.get(name));
    }

    static Set<String> texts(JsonNode array) {
        Set<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.textValue()));
        return texts;
    }

    private static JsonNode resource() {
        try (InputStream model = EcrModel.class.getResourceAsStream(RESOURCE)) {
            if (model == null) {
                throw new IllegalStateException(RESOURCE + " is not on the class path");
            }
            return EcrJson.parse(model.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
