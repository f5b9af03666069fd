package dev.ferry.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;

/** JSON as the AWS JSON 1.1 protocol has it, read strictly, as trees. */
public final class EcrJson {
    /** The largest member is a {@code layerPartBlob} of 20 MiB in base64. */
    private static final int MAX_STRING = 28 * 1024 * 1024;
    private static final int MAX_DOCUMENT = 32 * 1024 * 1024;
    /** The deepest input has eight levels; ignored members may go somewhat deeper. */
    private static final int MAX_DEPTH = 32;

    // Names of members come from strangers, so they are not interned.
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_STRING)
                            .maxDocumentLength(MAX_DOCUMENT)
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EcrJson() {}

    /**
     * Reads one JSON value; nothing at all is an empty object, which is how some clients send an empty input.
     *
     * @throws dev.ferry.registry.EcrException SerializationException if the bytes are not exactly one well-formed
     *     value, an object names a member twice, or it is larger or deeper than a request can be
     */
    static JsonNode parse(byte[] body) {
        try {
            JsonNode value = MAPPER.readTree(body);
            return value.isMissingNode() ? object() : value;
        } catch (StreamConstraintsException tooMuch) {
            throw SerializationError.of("The request body is larger or nested deeper than a request can be");
        } catch (JsonProcessingException malformed) {
            throw SerializationError.of("The request body is not well-formed JSON with each member named once"
                    + position(malformed.getLocation()));
        } catch (IOException notText) {
            throw SerializationError.of("The request body is not UTF-8 text");
        }
    }

    /** The UTF-8 of a tree. */
    static byte[] write(JsonNode tree) {
        try {
            return MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** An empty object, to be filled with an operation's output. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** A timestamp: seconds since 1970 with milliseconds as decimals. */
    public static JsonNode timestamp(Instant instant) {
        return DecimalNode.valueOf(BigDecimal.valueOf(instant.toEpochMilli(), 3));
    }

    /** A text or a whole number. */
    static JsonNode value(Object value) {
        if (value instanceof String text) {
            return TextNode.valueOf(text);
        }
        if (value instanceof Long number) {
            return LongNode.valueOf(number);
        }
        throw new IllegalArgumentException(value + " is neither a text nor a whole number");
    }

    private static String position(JsonLocation location) {
        return location == null ? "" : ": line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
