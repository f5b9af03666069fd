package dev.ferry.service.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.PushId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What EventBridge tells of an image that was pushed ({@code ECR Image Action}, ECR user guide, "Amazon ECR events and
 * EventBridge").
 *
 * @param id the event's, the same however often it is delivered
 */
public record ImageNotification(
        String id, Registry registry, RepositoryName repository, Digest digest, Optional<Tag> tag, Instant time) {

    /** @throws UnreadableNotificationException when it does not tell of a successful push of an image */
    public static ImageNotification read(JsonNode event) {
        try {
            // Ferry's own announcements have another source: one that came here would be announced again, for ever.
            require("aws.ecr", event, "/source");
            require("ECR Image Action", event, "/detail-type");
            require("PUSH", event, "/detail/action-type");
            require("SUCCESS", event, "/detail/result");
            return new ImageNotification(
                    text(event, "/id"),
                    Registry.of(text(event, "/account"), text(event, "/region")),
                    new RepositoryName(text(event, "/detail/repository-name")),
                    Digest.parse(text(event, "/detail/image-digest")),
                    event.at("/detail/image-tag").isTextual()
                            ? Optional.of(new Tag(text(event, "/detail/image-tag")))
                            : Optional.empty(),
                    Instant.parse(text(event, "/time")));
        } catch (InvalidValueException | DateTimeException invalid) {
            throw new UnreadableNotificationException("an ECR Image Action that is not one: " + invalid.getMessage());
        }
    }

    /**
     * The push as which it is recorded. EventBridge tells seconds, and the registry may have recorded the push itself within
     * that second: what it is notified of comes after it, and is the last push of the image.
     */
    public PushId push() {
        return PushId.at(time.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1).minusMillis(1), id);
    }

    private static void require(String expected, JsonNode event, String pointer) {
        if (!text(event, pointer).equals(expected)) {
            throw new UnreadableNotificationException(
                    "expected '" + expected + "' at " + pointer + ", found '" + text(event, pointer) + "'");
        }
    }

    private static String text(JsonNode event, String pointer) {
        JsonNode value = event.at(pointer);
        if (!value.isTextual()) {
            throw new UnreadableNotificationException("there is no text at " + pointer);
        }
        return value.asText();
    }

    /** An event that is not about the push of an image, or does not say which. */
    public static final class UnreadableNotificationException extends RuntimeException {
        UnreadableNotificationException(String message) {
            super(message);
        }
    }
}
