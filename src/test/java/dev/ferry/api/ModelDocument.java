package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** The model as the tests read it, from the same file but by other code, and inputs that satisfy it. */
final class ModelDocument {
    /** A text for each expression of the model. */
    private static final Map<String, String> SAMPLES = Map.ofEntries(
            Map.entry("[0-9]{12}", "111122223333"),
            Map.entry("[0-9a-z-]{2,25}", "us-west-2"),
            Map.entry("[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+", "sha256:" + "0f".repeat(32)),
            Map.entry("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
                    "00000000-1111-2222-3333-0123456789ab"),
            Map.entry("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*", "team/app--x__y.z"),
            Map.entry("^([a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(\\/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\/?|ROOT)$",
                    "team/"),
            Map.entry("^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$", "team/app-"),
            Map.entry("^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$", "team/*-app"),
            Map.entry("^[a-z0-9*](?:[._\\-/a-z0-9*]?[a-z0-9*]+)*$", "team/*"),
            Map.entry("^[0-9a-zA-Z._*-]{1,128}$", "release-*"),
            Map.entry("^$|arn:aws[a-z0-9-]*:kms:[a-z0-9-]+:[0-9]{12}:key\\/[a-z0-9-]+",
                    "arn:aws:kms:us-west-2:111122223333:key/0123abcd"),
            Map.entry("^arn:aws(-\\w+)*:secretsmanager:[a-zA-Z0-9-:]+:secret:ecr\\-pullthroughcache"
                            + "\\/[a-zA-Z0-9\\/_+=.@-]+$",
                    "arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/hub-abc"),
            Map.entry("^arn:aws(-[a-z]+)*:iam::[0-9]{12}:(role|user)/[\\w+=,.@-]+(/[\\w+=,.@-]+)*$",
                    "arn:aws:iam::111122223333:role/scanners/nightly"),
            Map.entry("^arn:aws(-[a-z]+)*:signer:[a-z0-9-]+:[0-9]{12}:\\/signing-profiles\\/[a-zA-Z0-9_]{2,}$",
                    "arn:aws:signer:us-west-2:111122223333:/signing-profiles/release"));

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode document;

    ModelDocument() {
        try (InputStream resource = ModelDocument.class.getResourceAsStream("ecr-operations.json")) {
            document = new ObjectMapper().readTree(resource);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<String> operations() {
        return names(document.get("operations"));
    }

    JsonNode input(String operation) {
        return document.get("operations").get(operation).get("input");
    }

    JsonNode shape(String name) {
        return document.required("shapes").required(name);
    }

    Map<String, JsonNode> stringShapesWithPattern() {
        Map<String, JsonNode> shapes = new TreeMap<>();
        document.get("shapes").properties().forEach(shape -> {
            if (shape.getValue().has("pattern")) {
                shapes.put(shape.getKey(), shape.getValue());
            }
        });
        return shapes;
    }

    static List<String> required(JsonNode structure) {
        return texts(structure.path("required"));
    }

    static List<String> names(JsonNode object) {
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).toList();
    }

    /** An input with the required members alone. */
    ObjectNode minimalInput(String operation) {
        return structure(input(operation), true);
    }

    /** An input with every member of the model. */
    ObjectNode fullInput(String operation) {
        return structure(input(operation), false);
    }


    static String sampleText(JsonNode stringShape) {
        if (stringShape.has("enum")) {
            return stringShape.get("enum").get(0).textValue();
        }
        if (stringShape.has("pattern")) {
            String sample = SAMPLES.get(stringShape.get("pattern").textValue());
            if (sample == null) {
                throw new IllegalStateException("no sample for " + stringShape);
            }
            return sample;
        }
        return "a".repeat(Math.max(1, stringShape.path("min").asInt()));
    }

    private JsonNode sample(JsonNode shape, boolean minimal) {
        return switch (shape.get("type").textValue()) {
            case "string" -> NODES.textNode(sampleText(shape));
            case "integer", "long" -> NODES.numberNode(Math.max(1, shape.path("min").asInt()));
            case "boolean" -> NODES.booleanNode(true);
            case "blob" -> NODES.textNode("bGF5ZXI=");
            case "list" -> list(shape, minimal);
            case "structure" -> structure(shape, minimal);
            default -> throw new IllegalStateException("unknown type in " + shape);
        };
    }

    private ArrayNode list(JsonNode shape, boolean minimal) {
        ArrayNode list = NODES.arrayNode();
        int size = minimal ? shape.path("min").asInt() : 1;
        for (int i = 0; i < size; i++) {
            list.add(sample(shape(shape.get("element").textValue()), minimal));
        }
        return list;
    }

    private ObjectNode structure(JsonNode shape, boolean minimal) {
        ObjectNode structure = NODES.objectNode();
        List<String> required = required(shape);
        for (Map.Entry<String, JsonNode> member : shape.get("members").properties()) {
            if (!minimal || required.contains(member.getKey())) {
                structure.set(member.getKey(), sample(shape(member.getValue().textValue()), minimal));
            }
        }
        return structure;
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::textValue).toList();
    }
}
