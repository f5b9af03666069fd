package dev.ferry.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import java.util.Optional;

/** What {@code lifecycle} is to do next. Its Region is that of the queue that the message lies in. */
public sealed interface LifecycleMessage {

    /**
     * Has policies evaluated, a page of them at a time.
     *
     * @param after what the policy before is called in the list of the Region's policies; empty for the first
     */
    record Policies(String after) implements LifecycleMessage {}

    /**
     * Has a repository's policy evaluated, or goes on where another turn ended.
     *
     * @param progress empty for the first turn
     */
    record Turn(RepositoryKey repository, Optional<Progress> progress) implements LifecycleMessage {}

    /**
     * How far the images of a repository were looked at.
     *
     * @param policy     the digest of the policy's text: if it is another one by now, all begins anew
     * @param evaluation of that policy
     * @param from       the first image that was not looked at
     */
    record Progress(Digest policy, String evaluation, Digest from) {}

    /** Has a preview made. */
    record Preview(RepositoryKey repository, String preview) implements LifecycleMessage {}

    ObjectMapper JSON = new ObjectMapper();

    /** As it lies in the queue; at most some 10 KiB. */
    static String write(LifecycleMessage message) {
        ObjectNode json = JSON.createObjectNode();
        if (message instanceof Policies policies) {
            json.put("after", policies.after());
        } else if (message instanceof Turn turn) {
            write(json, turn.repository());
            turn.progress().ifPresent(progress -> json.putObject("progress")
                    .put("policy", progress.policy().toString())
                    .put("evaluation", progress.evaluation())
                    .put("from", progress.from().toString()));
        } else if (message instanceof Preview preview) {
            write(json, preview.repository());
            json.put("preview", preview.preview());
        }
        return json.toString();
    }

    private static void write(ObjectNode json, RepositoryKey repository) {
        json.put("account", repository.account().value()).put("repository", repository.repository().value());
    }

    /** Empty when it is no message about lifecycle policies. */
    static Optional<LifecycleMessage> read(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.path("after").isTextual()) {
                return Optional.of(new Policies(json.path("after").textValue()));
            }
            RepositoryKey repository = new RepositoryKey(
                    new AccountId(json.path("account").asText()), new RepositoryName(json.path("repository").asText()));
            if (json.path("preview").isTextual()) {
                return Optional.of(new Preview(repository, json.path("preview").textValue()));
            }
            JsonNode progress = json.path("progress");
            return Optional.of(new Turn(repository, progress.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(new Progress(Digest.parse(progress.path("policy").asText()),
                            progress.path("evaluation").asText(), Digest.parse(progress.path("from").asText())))));
        } catch (JsonProcessingException | InvalidValueException unreadable) {
            return Optional.empty();
        }
    }
}
