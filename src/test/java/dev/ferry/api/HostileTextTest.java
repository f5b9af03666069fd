package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.re2j.Pattern;
import dev.ferry.registry.EcrException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Texts that almost match, which a backtracking matcher tries in exponentially many ways. The timeout is there for a
 * matcher that would not end in a lifetime; it measures nothing.
 */
@Timeout(300)
class HostileTextTest {
    private static final ModelDocument DOCUMENT = new ModelDocument();
    private static final int LENGTH_WITHOUT_MAX = 100_000;

    private static final List<String> REPEATED =
            List.of("a", "a-", "a_", "a.", "a/", "-", "_", "__a", "0", "*", "a*", "/", "^");

    static Stream<Arguments> almost_matching_texts() {
        return DOCUMENT.stringShapesWithPattern().entrySet().stream().flatMap(shape -> REPEATED.stream().map(repeated ->
                Arguments.of(shape.getKey(), shape.getValue(), repeated)));
    }

    @ParameterizedTest(name = "{0}: {2}…")
    @MethodSource("almost_matching_texts")
    void text_of_the_greatest_length_that_almost_matches_is_refused(String name, JsonNode shape, String repeated) {
        int length = shape.path("max").asInt(LENGTH_WITHOUT_MAX);
        String text = repeated.repeat(length / repeated.length()).substring(1) + "!";
        StringShape strings = new StringShape(
                Bounds.of(shape), Optional.of(Pattern.compile(shape.get("pattern").textValue())), List.of());

        assertThat(text.length()).isLessThanOrEqualTo(length);
        assertThatThrownBy(() -> strings.read(TextNode.valueOf(text), "member"))
                .isInstanceOf(EcrException.class)
                .hasMessageContaining("must satisfy regular expression");
    }
}
