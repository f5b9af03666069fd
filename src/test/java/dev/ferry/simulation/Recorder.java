package dev.ferry.simulation;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.functions.Calls;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Invocation;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import dev.ferry.simulation.history.TableKeys;
import dev.ferry.simulation.promises.Promise;
import dev.ferry.simulation.promises.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/** Writes down what every call did, and has each promise look at it. */
final class Recorder implements Calls.Watcher {
    private final Stores stores;
    private final History history;
    private final List<Promise> promises;
    private final Trace trace;
    private final Map<RegionName, Integer> announced = new HashMap<>();
    private final Census census = new Census();
    private Optional<Violation> violation = Optional.empty();

    Recorder(Stores stores, History history, List<Promise> promises, Trace trace) {
        this.stores = stores;
        this.history = history;
        this.promises = promises;
        this.trace = trace;
    }

    Census census() {
        return census;
    }

    Optional<Violation> violation() {
        return violation;
    }

    @Override
    public void violated(Violation found) {
        violation = violation.or(() -> Optional.of(found));
    }

    @Override
    public void beginRequest(Invocation by) {
        by.beginRequest(history.commits());
    }

    @Override
    public void effect(Invocation by, RegionName region, SdkRequest request) {
        List<Change> changes = changes(TableKeys.written(region, request));
        if (!changes.isEmpty()) {
            Commit commit = new Commit(history.commits() + 1, by, changes);
            history.add(commit);
            count(commit);
            promises.forEach(promise -> promise.committed(commit, history));
        } else if (request instanceof SendMessageBatchRequest send) {
            List<ReplicationMessage> messages = send.entries().stream()
                    .map(entry -> ReplicationMessage.read(entry.messageBody()))
                    .toList();
            promises.forEach(promise -> promise.sent(by, region, messages, history));
        } else if (request instanceof PutEventsRequest) {
            announced(region);
        } else {
            key(request).map(key -> new Promise.StoredObject(by, region, key, stores.object(region, key)))
                    .ifPresent(object -> promises.forEach(promise -> promise.stored(object, history)));
        }
    }

    /** Shows what the bus has taken since it was last looked at. */
    private void announced(RegionName bus) {
        List<PutEventsRequestEntry> taken = stores.eventBridge(bus).taken();
        List<PutEventsRequestEntry> news = taken.subList(announced.getOrDefault(bus, 0), taken.size());
        announced.put(bus, taken.size());
        news.forEach(event -> {
            census.count("events of " + event.detailType());
            promises.forEach(promise -> promise.announced(bus, event, history));
        });
    }

    /** A function will see a record no more, whether it has done what it had to or not. */
    void gaveUp(FunctionName function, Record record) {
        census.count("records given up by " + function);
        promises.forEach(promise -> promise.gaveUp(function, record));
    }

    private List<Change> changes(List<ItemName> written) {
        List<Change> changes = new ArrayList<>(written.size());
        for (ItemName item : written) {
            Optional<Map<String, AttributeValue>> before = history.now(item);
            Optional<Map<String, AttributeValue>> after = stores.item(item);
            if (!before.equals(after)) {
                changes.add(new Change(item, before, after));
            }
        }
        return changes;
    }

    private void count(Commit commit) {
        commit.replications().forEach(change -> {
            if (change.before().isEmpty()) {
                census.count(!change.item().sort().contains("#") ? "pushes"
                        : Change.has(change.after(), "backfill") ? "replications of backfills" : "replications");
            } else if (change.removes("failureCode")) {
                census.count("replications that are attempted anew");
            } else if (change.alters("status")) {
                census.count("replications that became " + Change.text(change.after(), "status").orElseThrow()
                        + Change.text(change.after(), "failureCode").map(code -> ": " + code).orElse(""));
            }
        });
        commit.backfills().filter(change -> change.alters("status")).forEach(change -> census.count(
                "backfills that became " + Change.text(change.after(), "status").orElseThrow()));
        for (Change change : commit.changes()) {
            if (change.isOf("images", "image#") && change.sets("pushedAt")) {
                census.count("images brought by " + commit.by().function());
            } else if (change.isOf("images", "image#") && change.sets("archived")) {
                census.count("images archived by " + commit.by().function());
            } else if (change.isOf("images", "image#") && change.removes("archived") && change.after().isPresent()) {
                census.count("images restored by " + commit.by().function());
            } else if (change.isOf("images", "tag#")) {
                census.count("tags changed by " + commit.by().function());
            }
        }
    }

    /** The object that the request changes, if it changes one. */
    private static Optional<String> key(SdkRequest request) {
        if (request instanceof PutObjectRequest put) {
            return Optional.of(put.key());
        }
        if (request instanceof CopyObjectRequest copy) {
            return Optional.of(copy.destinationKey());
        }
        if (request instanceof CompleteMultipartUploadRequest complete) {
            return Optional.of(complete.key());
        }
        return request instanceof DeleteObjectRequest delete ? Optional.of(delete.key()) : Optional.empty();
    }

    void atRest() {
        try {
            promises.forEach(promise -> promise.atRest(history));
        } catch (Violation found) {
            violated(found);
        }
    }

    @Override
    public void outcome(Invocation by, RegionName region, SdkRequest request, Object outcome) {
        census.count(outcome.equals("") ? "calls that succeeded" : "calls that ended as " + outcome);
        trace.add(by, () -> Requests.inWords(region, request), outcome);
    }
}
