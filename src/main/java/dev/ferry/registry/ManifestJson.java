package dev.ferry.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A manifest's bytes as JSON that everyone reads alike: strict UTF-8, no key twice, nothing after the end. Its tree is
 * bounded whatever the bytes are, so that a hostile manifest costs little to refuse.
 */
final class ManifestJson {
    /** A manifest of {@link Manifest#MAX_LAYERS} layers with forty annotations each stays below. */
    static final int MAX_TOKENS = 100_000;

    /** The specifications' own members go five deep. */
    static final int MAX_DEPTH = 32;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    // Names are not interned: those of a stranger's manifest would stay in memory for good.
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxTokenCount(MAX_TOKENS)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build());

    private ManifestJson() {}

    /** @throws InvalidManifestException if the bytes are no such JSON, too few, too many or too deep */
    static JsonNode parse(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > Manifest.MAX_BYTES) {
            throw new InvalidManifestException(
                    "an image manifest must have 1 to " + Manifest.MAX_BYTES + " bytes, not " + bytes.length);
        }
        try (JsonParser parser = MAPPER.createParser(text(bytes))) {
            JsonNode json = MAPPER.readTree(parser);
            if (json == null || parser.nextToken() != null) {
                throw new InvalidManifestException("an image manifest must be one JSON object and nothing else");
            }
            return json;
        } catch (StreamConstraintsException excessive) {
            throw new InvalidManifestException("the image manifest is too large to be read: at most " + MAX_TOKENS
                    + " JSON tokens, " + MAX_DEPTH + " levels, and no member or number of unusual length");
        } catch (JsonProcessingException malformed) {
            throw new InvalidManifestException("the image manifest is not valid JSON: "
                    + Quoted.shortened(malformed.getOriginalMessage()) + " (line " + malformed.getLocation().getLineNr()
                    + ", column " + malformed.getLocation().getColumnNr() + ")");
        } catch (IOException impossible) {
            throw new UncheckedIOException("could not read from memory", impossible);
        }
    }

    private static String text(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            if (text.charAt(0) == BYTE_ORDER_MARK) {
                throw new InvalidManifestException("an image manifest must not start with a byte order mark");
            }
            return text;
        } catch (CharacterCodingException malformed) {
            throw new InvalidManifestException("an image manifest must be valid UTF-8");
        }
    }
}
