package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.clients.ExtensionSettings;
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
    /** Shapes that take the place of ECR's where it is wanted: what they take besides is Ferry's own. */
    private static final String EXTENSIONS = "ecr-extensions.json";

    private final Map<String, OperationModel> operations = new HashMap<>();

    public EcrModel(ExtensionSettings settings) {
        JsonNode model = resource(RESOURCE);
        ObjectNode definitions = model.required("shapes").deepCopy();
        if (settings.replicationExtensions()) {
            definitions.setAll((ObjectNode) resource(EXTENSIONS).required("shapes"));
        }
        ShapeReader shapes = new ShapeReader(definitions);
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

    private static JsonNode resource(String name) {
        try (InputStream model = EcrModel.class.getResourceAsStream(name)) {
            if (model == null) {
                throw new IllegalStateException(name + " is not on the class path");
            }
            return EcrJson.parse(model.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
