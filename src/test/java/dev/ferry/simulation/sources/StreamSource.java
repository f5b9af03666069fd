package dev.ferry.simulation.sources;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import dev.ferry.local.template.Trigger;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.VirtualTime;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Lambda's poller of one shard of the stream: it delivers records in order, comes again from the one that failed, halves a
 * batch that failed whole, and gives a record up after the attempts, or the age, that {@code template.yaml} allows.
 */
public final class StreamSource {
    private static final Trigger.Stream TRIGGER = Stores.template(World.HOME).functions().stream()
            .flatMap(function -> function.triggers().stream())
            .filter(Trigger.Stream.class::isInstance)
            .map(Trigger.Stream.class::cast)
            .findFirst()
            .orElseThrow();

    private final RegionName region;
    private final int shard;
    private final int shards;
    private final List<Record> records;
    private final VirtualTime time;
    private final Functions functions;
    private int position;
    private int failures;
    private int batch = TRIGGER.batchSize();
    private boolean busy;

    /** @param records of all the shards together */
    public StreamSource(
            RegionName region, int shard, int shards, List<Record> records, VirtualTime time, Functions functions) {
        this.region = region;
        this.shard = shard;
        this.shards = shards;
        this.records = records;
        this.time = time;
        this.functions = functions;
    }

    /** Whether there is something to deliver, and nobody who is at it. */
    public boolean isReady() {
        return !busy && position < records.size();
    }

    public boolean isAtItsEnd() {
        return position == records.size();
    }

    /** Delivers once more what was delivered before, all of it. */
    public void startAgain() {
        if (!busy) {
            position = 0;
            failures = 0;
        }
    }

    /** @param most how many records, as the poller may have seen no more yet */
    public void deliver(int most) {
        List<Integer> wanted = new ArrayList<>();
        int end = position;
        for (; end < records.size() && wanted.size() < Math.min(most, batch); end++) {
            Record record = records.get(end);
            if (isMine(record) && isWanted(record)) {
                wanted.add(end);
            }
        }
        if (wanted.isEmpty()) {
            position = end;
            return;
        }
        if (failures > TRIGGER.maximumRetryAttempts() || isTooOld(records.get(wanted.get(0)))) {
            advanceTo(wanted.get(0) + 1);
            return;
        }
        busy = true;
        Optional<StreamsEventResponse> answer = functions.invoke(FunctionName.FAN_OUT, region,
                wanted.size() + " records of shard " + shard, Optional.empty(),
                ferry -> ferry.fanOut.handleRequest(event(wanted), null));
        busy = false;
        if (answer.isEmpty()) {
            position = wanted.get(0);
            failures++;
            batch = TRIGGER.bisectBatchOnFunctionError() ? Math.max(1, wanted.size() / 2) : batch;
        } else if (answer.get().getBatchItemFailures().isEmpty()) {
            advanceTo(end);
        } else {
            int failed = Integer.parseInt(answer.get().getBatchItemFailures().get(0).getItemIdentifier());
            int at = wanted.stream().filter(index -> sequence(index) == failed).findFirst().orElseThrow();
            failures = at == wanted.get(0) ? failures + 1 : 1;
            position = at;
        }
    }

    private void advanceTo(int next) {
        position = next;
        failures = 0;
        batch = TRIGGER.batchSize();
    }

    private int sequence(int index) {
        return Integer.parseInt(records.get(index).dynamodb().sequenceNumber());
    }

    private boolean isTooOld(Record record) {
        return Duration.between(record.dynamodb().approximateCreationDateTime(), time.now())
                .compareTo(TRIGGER.maximumRecordAge()) > 0;
    }

    private boolean isMine(Record record) {
        return Math.floorMod(record.dynamodb().keys().get("image").s().hashCode(), shards) == shard;
    }

    /** What the trigger's filter in {@code template.yaml} lets through. */
    private static boolean isWanted(Record record) {
        var image = record.dynamodb().newImage();
        return record.eventName() == OperationType.INSERT && image.containsKey("open") && image.containsKey("kind")
                && image.get("open").s() != null && "push".equals(image.get("kind").s());
    }

    private DynamodbEvent event(List<Integer> wanted) {
        DynamodbEvent event = new DynamodbEvent();
        event.setRecords(wanted.stream().map(records::get).map(StreamSource::record).toList());
        return event;
    }

    private static DynamodbStreamRecord record(Record record) {
        DynamodbStreamRecord shown = new DynamodbStreamRecord();
        shown.setEventID(record.eventID());
        shown.setEventName(record.eventNameAsString());
        shown.setAwsRegion(record.awsRegion());
        shown.setDynamodb(new StreamRecord()
                .withSequenceNumber(record.dynamodb().sequenceNumber())
                .withNewImage(LambdaValues.item(record.dynamodb().newImage())));
        return shown;
    }
}
