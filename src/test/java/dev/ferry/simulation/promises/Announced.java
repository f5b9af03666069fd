package dev.ferry.simulation.promises;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.triggers.EventPattern;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.History.CommittedAction;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/**
 * Whatever was pushed, archived or restored, and however a replication ended, there is an event that tells of it: at least one, all with the same
 * id, and no other with that id. An event tells only of what was committed before, and tells the truth about it; no event
 * makes a push. What {@code announce} has given up, for a day or its attempts are over, may be missing.
 */
public final class Announced implements Promise {
    /** What the id of an event at the source of a replication ends with. */
    private static final String SOURCE = "#source";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<EventPattern> PUSH_RULES = Stores.template(World.HOME).functions().stream()
            .flatMap(function -> function.triggers().stream())
            .filter(Trigger.EventRule.class::isInstance)
            .map(rule -> EventPattern.parse(((Trigger.EventRule) rule).pattern()))
            .toList();

    /** What has to be told, by the ids of the events. */
    private final Map<String, Fact> facts = new HashMap<>();

    /** The backfills that have ended, by their ids, as they ended. */
    private final Map<String, Map<String, AttributeValue>> backfills = new HashMap<>();

    /** What is to be told of storage classes, by the ids of the events; {@link StorageClassesAreKept} says that it is true. */
    private final Map<String, Map<String, AttributeValue>> storageClasses = new HashMap<>();

    private final Map<String, PutEventsRequestEntry> told = new HashMap<>();
    private final Set<String> givenUp = new HashSet<>();

    /**
     * @param where the registry in which it happened
     * @param other the registry at the other end of a replication
     * @param at    when, by the clock of whoever wrote it
     */
    private record Fact(String detailType, String result, ImageAction push, Registry where, Registry other, Instant at) {}

    @Override
    public void committed(Commit commit, History history) {
        if (commit.by().function() == FunctionName.ANNOUNCE) {
            throw violation("announce has written %s", commit.changes());
        }
        commit.backfills().filter(change -> Change.text(change.after(), "kind").equals(Optional.of("backfill")))
                .filter(change -> change.sets("endedAt"))
                .forEach(change -> backfills.put(change.item().sort(), change.after().get()));
        commit.storageClasses().forEach(change -> storageClasses.put(change.item().sort(), change.after().orElseThrow()));
        history.pushesOfLatestCommit().forEach(push -> isNew(push.id().value(),
                new Fact("ECR Image Action", "SUCCESS", push, push.registry(), push.registry(), push.pushedAt())));
        history.deletionOfLatestCommit().ifPresent(deletion -> isNew(deletion.id().value(),
                new Fact("ECR Image Action", "SUCCESS", deletion, deletion.registry(), deletion.registry(), deletion.at())));
        commit.replications().filter(change -> change.alters("status") && change.sets("endedAt")).forEach(change -> {
            String[] name = change.item().sort().split("#");
            ImageAction push = history.action(new PushId(name[0])).action();
            boolean complete = Change.text(change.after(), "status").equals(Optional.of("COMPLETE"));
            String result = complete ? "SUCCESS" : "FAILED";
            Registry destination = Registry.of(name[1], name[2]);
            Instant ended = endedAt(change.after().get());
            String id = eventId(change.after().get());
            isNew(id, new Fact("ECR Replication Action", result, push, destination, push.registry(), ended));
            isNew(id + SOURCE, new Fact("ECR Replication Source Action", result, push, push.registry(), destination, ended));
        });
    }

    private void isNew(String id, Fact fact) {
        if (facts.put(id, fact) != null) {
            throw violation("%s is the id of two events", id);
        }
    }

    private static String eventId(Map<String, AttributeValue> item) {
        String row = item.get("push").s();
        return row.contains("#") ? row + "#" + endedAt(item).toEpochMilli() : row;
    }

    private static Instant endedAt(Map<String, AttributeValue> row) {
        return Instant.ofEpochMilli(Long.parseLong(row.get("endedAt").n()));
    }

    @Override
    public void announced(RegionName bus, PutEventsRequestEntry event, History history) {
        JsonNode detail = read(event.detail());
        String id = detail.path("event-id").asText();
        if (backfills.containsKey(id)) {
            backfillAnnounced(event, detail, backfills.get(id));
            return;
        }
        if (storageClasses.containsKey(id)) {
            storageClassAnnounced(bus, event, detail, storageClasses.get(id));
            return;
        }
        Fact fact = facts.get(id);
        if (fact == null) {
            throw violation("%s tells of what was not committed", event);
        }
        if (!event.detailType().equals(fact.detailType()) || !event.time().equals(fact.at()) || !isTrue(detail, fact)) {
            throw violation("%s does not tell the truth, which is %s", event, fact);
        }
        if (!bus.equals(fact.where().region()) && !bus.equals(fact.push().registry().region())) {
            throw violation("%s is on the bus of %s", event, bus);
        }
        if (!told.computeIfAbsent(id, any -> event).equals(event)) {
            throw violation("%s is the id of %s and of %s", id, told.get(id), event);
        }
        ObjectNode delivered = JsonNodeFactory.instance.objectNode()
                .put("source", event.source())
                .put("detail-type", event.detailType())
                .put("account", Stores.STACK.operatorAccount())
                .put("region", bus.value());
        delivered.set("detail", detail);
        if (PUSH_RULES.stream().anyMatch(rule -> rule.matches(delivered))) {
            throw violation("%s would be recorded as a push", event);
        }
    }

    private void backfillAnnounced(PutEventsRequestEntry event, JsonNode detail, Map<String, AttributeValue> ended) {
        if (!event.detailType().equals("ECR Replication Backfill Action")
                || !event.time().equals(endedAt(ended))
                || !detail.path("status").asText().equals(ended.get("status").s())
                || !detail.path("total-replication-count").asText().equals(ended.get("totalCount").n())) {
            throw violation("%s does not tell the truth, which is %s", event, ended);
        }
        told.put(ended.get("push").s(), event);
    }

    private void storageClassAnnounced(
            RegionName bus, PutEventsRequestEntry event, JsonNode detail, Map<String, AttributeValue> changed) {
        String image = "storage-class/" + detail.path("registry-id").asText() + "/" + detail.path("repository-name").asText() + "@"
                + detail.path("image-digest").asText();
        String kind = changed.containsKey("referrer") ? "Referrer" : "Image";
        if (!event.detailType().equals("ECR " + kind + " Action")
                || !bus.value().equals(changed.get("region").s())
                || event.time().toEpochMilli() != Long.parseLong(changed.get("changedAt").n())
                || !detail.path("action-type").asText().equals("UPDATE_STORAGE_CLASS")
                || !detail.path("target-storage-class").asText().equals(changed.get("target").s())
                || !image.equals(changed.get("image").s())) {
            throw violation("%s does not tell the truth, which is %s", event, changed);
        }
        told.put(changed.get("push").s(), event);
    }

    private static boolean isTrue(JsonNode detail, Fact fact) {
        ImageAction push = fact.push();
        boolean here = push.tag().map(Object::toString)
                        .equals(Optional.ofNullable(detail.get("image-tag")).map(JsonNode::asText))
                && detail.path("result").asText().equals(fact.result())
                && detail.path("registry-id").asText().equals(fact.where().account().value())
                && detail.path("repository-name").asText().equals(push.repository().value())
                && detail.path("image-digest").asText().equals(push.digest().toString());
        if (fact.detailType().equals("ECR Image Action")) {
            return here && detail.path("action-type").asText().equals(push.type().name());
        }
        String otherEnd = fact.detailType().contains("Source") ? "destination" : "source";
        return here && detail.path("action-type").asText().equals(push instanceof Push ? "REPLICATE" : "DELETE")
                && detail.path(otherEnd + "-account").asText().equals(fact.other().account().value())
                && detail.path(otherEnd + "-region").asText().equals(fact.other().region().value());
    }

    private JsonNode read(String detail) {
        try {
            return JSON.readTree(detail);
        } catch (JsonProcessingException noJson) {
            throw violation("%s is no JSON", detail);
        }
    }

    @Override
    public void gaveUp(FunctionName function, Record record) {
        if (function == FunctionName.ANNOUNCE) {
            givenUp.add(eventId(record.dynamodb().newImage()));
            givenUp.add(eventId(record.dynamodb().newImage()) + SOURCE);
        }
    }

    @Override
    public void atRest(History history) {
        facts.forEach((id, fact) -> {
            if (!told.containsKey(id) && !givenUp.contains(id)) {
                throw violation("nothing tells of %s: %s", id, fact);
            }
        });
        backfills.keySet().forEach(id -> {
            if (!told.containsKey(id) && !givenUp.contains(id)) {
                throw violation("nothing tells of the end of backfill %s", id);
            }
        });
        storageClasses.forEach((id, changed) -> {
            if (!told.containsKey(id) && !givenUp.contains(id)) {
                throw violation("nothing tells of the storage class of %s: %s", id, changed);
            }
        });
        history.actions().map(CommittedAction::action).forEach(action -> {
            if (!facts.containsKey(action.id().value())) {
                throw violation("push %s was never to be told of", action.id());
            }
        });
    }
}
