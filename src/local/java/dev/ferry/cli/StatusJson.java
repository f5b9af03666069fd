package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.store.replications.ReplicationListing.Entry;
import java.time.Instant;
import java.util.List;

/** How Regions stand, for a program. Times are ISO 8601, lags milliseconds. */
final class StatusJson {
    private StatusJson() {}

    static ObjectNode write(List<RegionStatus> regions, boolean needsAttention, Instant now) {
        ObjectNode written = JsonNodeFactory.instance.objectNode().put("needsAttention", needsAttention);
        ArrayNode into = written.putArray("regions");
        regions.forEach(status -> {
            ObjectNode region = into.addObject().put("region", status.region().value());
            ArrayNode registries = region.putArray("registries");
            status.registries().forEach(registry -> {
                ObjectNode one = registries.addObject().put("registryId", registry.registry().account().value());
                ArrayNode destinations = one.putArray("destinations");
                registry.destinations().forEach(destination -> destinations.add(destination.toString()));
                one.put("open", registry.open()).put("failed", registry.failed());
            });
            ArrayNode backfills = region.putArray("backfills");
            status.backfills().forEach(backfill -> backfills.addObject()
                    .put("replicationBackfillId", backfill.id().value())
                    .put("registryId", backfill.registry().account().value())
                    .put("destination", backfill.destination().toString())
                    .put("status", backfill.status().name())
                    .put("totalReplicationCount", backfill.progress().total())
                    .put("completedReplicationCount", backfill.progress().completed())
                    .put("failedReplicationCount", backfill.progress().failed()));
            ArrayNode open = region.putArray("open");
            status.open().forEach(entry -> entry(open.addObject(), entry, now).put("state", StatusText.state(entry)));
            ArrayNode failed = region.putArray("failed");
            status.failed().forEach(entry -> {
                Failed end = (Failed) entry.state();
                entry(failed.addObject(), entry, now)
                        .put("failedAt", end.at().toString())
                        .put("failureCode", end.code().code());
            });
        });
        return written;
    }

    private static ObjectNode entry(ObjectNode into, Entry entry, Instant now) {
        into.put("pushId", entry.push().value())
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
