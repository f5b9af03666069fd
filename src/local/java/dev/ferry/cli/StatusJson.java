package dev.ferry.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** How Regions stand, for a program. Times are ISO 8601, lags milliseconds. */
public final class StatusJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusJson() {}

    /** Writes one entry after another, so that no more is held. */
    static void write(
            PrintWriter out, List<RegionStatus> regions, List<RegionEntries> entries, boolean needsAttention, Instant now)
            throws IOException {
        JsonGenerator json = JSON.writerWithDefaultPrettyPrinter().createGenerator(out);
        json.writeStartObject();
        json.writeBooleanField("needsAttention", needsAttention);
        json.writeArrayFieldStart("regions");
        for (int region = 0; region < regions.size(); region++) {
            json.writeStartObject();
            write(json, regions.get(region));
            array(json, "open", entries.get(region).open(), entry -> entry(entry, now).put("state", StatusText.state(entry)));
            array(json, "failed", entries.get(region).failed(), entry -> {
                Failed end = (Failed) entry.state();
                return entry(entry, now).put("failedAt", end.at().toString()).put("failureCode", end.code().code());
            });
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.flush();
        out.println();
    }

    private static void write(JsonGenerator json, RegionStatus status) throws IOException {
        json.writeStringField("region", status.region().value());
        array(json, "registries", status.registries().stream(), registry -> {
            ObjectNode one = JSON.createObjectNode().put("registryId", registry.registry().account().value());
            ArrayNode destinations = one.putArray("destinations");
            registry.destinations().forEach(destination -> destinations.add(destination.toString()));
            return one.put("open", registry.open()).put("failed", registry.failed());
        });
        array(json, "backfills", status.backfills().stream(), backfill -> JSON.createObjectNode()
                .put("replicationBackfillId", backfill.id().value())
                .put("registryId", backfill.registry().account().value())
                .put("destination", backfill.destination().toString())
                .put("status", backfill.status().name())
                .put("totalReplicationCount", backfill.progress().total())
                .put("completedReplicationCount", backfill.progress().completed())
                .put("failedReplicationCount", backfill.progress().failed()));
    }

    private static <T> void array(JsonGenerator json, String name, Stream<T> items, Function<T, ObjectNode> object)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Iterator<ObjectNode> objects = items.map(object).iterator(); objects.hasNext(); ) {
            json.writeTree(objects.next());
        }
        json.writeEndArray();
    }

    /** What is open or failed, by itself. */
    public static ObjectNode entry(Entry entry, Instant now) {
        ObjectNode into = JSON.createObjectNode().put("pushId", entry.push().value())
                .put("action", entry.action().name())
                .put("registryId", entry.source().account().value())
                .put("repositoryName", entry.image().repository().repository().value())
                .put("imageDigest", entry.image().digest().toString());
        entry.tag().ifPresent(tag -> into.put("imageTag", tag.value()));
        entry.destination().ifPresent(destination -> into.put("destination", destination.toString()));
        into.put("pushedAt", entry.pushedAt().toString())
                .put("lagMillis", entry.lag(now).toMillis())
                .put("attempt", entry.attempt());
        entry.lastReason().ifPresent(reason -> into.put("reason", reason));
        return into;
    }
}
