package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.Registry;
import dev.ferry.replication.LayerBytes;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import dev.ferry.store.replications.ReplicationSteps;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of a push that was made, for a person and for a program. */
public final class ExplainedPush {
    private ExplainedPush() {}

    static List<String> lines(PushHistory history) {
        Push push = history.push();
        Stream<String> said = Stream.of("", "The last push of it, " + push.id() + " at " + push.pushedAt() + ", was of " + push.digest()
                + (push.plan().isEmpty() ? " and goes nowhere." : "."));
        if (push.plan().isEmpty()) {
            return said.toList();
        }
        TextTable table = new TextTable(
                "DESTINATION", "STATE", "ATTEMPT", "OPENED", "GRANTED", "ENDED", "COPIED", "SKIPPED", "WHY");
        history.steps().forEach(steps -> table.row(
                steps.replication().destination().toString(),
                steps.replication().state().status().name(),
                Integer.toString(steps.replication().attempt() + 1),
                after(push, steps.openedAt()),
                after(push, steps.grantedAt()),
                after(push, steps.endedAt()),
                layers(steps).map(layers -> layers.copied() + " B").orElse("-"),
                layers(steps).map(layers -> layers.skipped() + " B").orElse("-"),
                failed(steps).map(failed -> failed.code().code() + ": " + failed.reason()).orElse("")));
        return Stream.concat(said, table.takeLines().stream()).toList();
    }

    private static String after(Push push, Optional<Instant> step) {
        return step.map(at -> "+" + Duration.between(push.pushedAt(), at).toMillis() + " ms").orElse("-");
    }

    private static Optional<LayerBytes> layers(ReplicationSteps steps) {
        return steps.replication().state() instanceof Complete complete ? complete.layers() : Optional.empty();
    }

    private static Optional<Failed> failed(ReplicationSteps steps) {
        return steps.replication().state() instanceof Failed failed ? Optional.of(failed) : Optional.empty();
    }

    /** For a program; times are ISO 8601. */
    public static ObjectNode json(PushHistory history) {
        Push push = history.push();
        ObjectNode written = JsonNodeFactory.instance.objectNode()
                .put("pushId", push.id().value())
                .put("imageDigest", push.digest().toString());
        push.tag().ifPresent(tag -> written.put("imageTag", tag.value()));
        written.put("pushedAt", push.pushedAt().toString());
        ArrayNode plan = written.putArray("plan");
        push.plan().destinations().stream().map(Registry::toString).forEach(plan::add);
        ArrayNode replications = written.putArray("replications");
        history.steps().forEach(steps -> replication(replications.addObject(), steps));
        return written;
    }

    private static void replication(ObjectNode into, ReplicationSteps steps) {
        into.put("region", steps.replication().destination().region().value())
                .put("registryId", steps.replication().destination().account().value())
                .put("status", steps.replication().state().status().name())
                .put("attempt", steps.replication().attempt());
        steps.openedAt().ifPresent(at -> into.put("openedAt", at.toString()));
        steps.grantedAt().ifPresent(at -> into.put("grantedAt", at.toString()));
        steps.endedAt().ifPresent(at -> into.put("endedAt", at.toString()));
        layers(steps).ifPresent(layers ->
                into.put("copiedBytes", layers.copied()).put("skippedBytes", layers.skipped()));
        failed(steps).ifPresent(failed ->
                into.put("failureCode", failed.code().code()).put("reason", failed.reason()));
    }
}
