package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.Input;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How operations give long lists page by page ({@code maxResults}, {@code nextToken}). */
final class Paging {
    private static final int DEFAULT_RESULTS = 100;

    private Paging() {}

    static int size(Input input) {
        return size(input, DEFAULT_RESULTS);
    }

    static int size(Input input, int unlessSaid) {
        return input.optionalInteger("maxResults").orElse(unlessSaid);
    }

    /**
     * What the token of the page before says of where that page ended.
     *
     * @param parse reads the cursor of a {@link Page}
     */
    static <T> Optional<T> after(Input input, Function<String, T> parse) {
        return input.optionalText("nextToken").map(token -> {
            try {
                return parse.apply(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException | InvalidValueException notOurs) {
                throw input.invalid("nextToken", "must be the nextToken of an answer to this operation");
            }
        });
    }

    /** The token is opaque, so that nobody comes to rely on what is in it. */
    static void writeNext(ObjectNode output, Page<?> page) {
        page.next().ifPresent(cursor -> output.put("nextToken", Base64.getUrlEncoder().withoutPadding()
                .encodeToString(cursor.getBytes(StandardCharsets.UTF_8))));
    }

    /** ECR gives what is asked for by name all at once. */
    static void refuseWith(Input input, String names) {
        for (String member : List.of("maxResults", "nextToken")) {
            if (input.has(member)) {
                throw input.invalid(member, "cannot be used together with " + names);
            }
        }
    }
}
