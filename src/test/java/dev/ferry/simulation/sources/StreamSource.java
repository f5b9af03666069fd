package dev.ferry.simulation.sources;

import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent.DynamodbStreamRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.models.dynamodb.StreamRecord;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.triggers.EventPattern;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Stores;
import dev.ferry.simulation.VirtualTime;
import dev.ferry.simulation.World;
import dev.ferry.simulation.functions.Ferry;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Record;

/**
 * Lambda's poller of one shard of the stream: it delivers records in order, comes again from the one that failed, halves a
 * batch that failed whole, and gives a record up after the attempts, or the age, that {@code template.yaml} allows.
 */
public final class StreamSource {
    private static final Reader FAN_OUT =
            new Reader(FunctionName.FAN_OUT, (ferry, event) -> ferry.fanOut.handleRequest(event, null));
    private static final Reader ANNOUNCE =
            new Reader(FunctionName.ANNOUNCE, (ferry, event) -> ferry.announce.handleRequest(event, null));

    private final Reader reader;
    private final RegionName region;
    private final int shard;
    private final int shards;
    private final List<Record> records;
    private final VirtualTime time;
    private final Functions functions;
    private final GivenUp givenUp;
    /** Which records the function is to see, as far as that was asked. */
    private final List<Boolean> wanted = new ArrayList<>();
    private int position;
    private int failures;
    private int batch;
    private boolean busy;

    /** A function that reads the stream, and how {@code template.yaml} has it do so. */
    private record Reader(
            FunctionName function, BiFunction<Ferry, DynamodbEvent, StreamsEventResponse> handler, Trigger.Stream trigger,
            List<EventPattern> filters) {

        Reader(FunctionName function, BiFunction<Ferry, DynamodbEvent, StreamsEventResponse> handler) {
            this(function, handler, trigger(function));
        }

        private Reader(
                FunctionName function, BiFunction<Ferry, DynamodbEvent, StreamsEventResponse> handler,
                Trigger.Stream trigger) {
            this(function, handler, trigger, trigger.filters().stream().map(EventPattern::parse).toList());
        }

        private static Trigger.Stream trigger(FunctionName name) {
            return Stores.template(World.HOME).functions().stream()
                    .filter(function -> name.toString().equals(function.environment().get("QUARKUS_LAMBDA_HANDLER")))
                    .flatMap(function -> function.triggers().stream())
                    .filter(Trigger.Stream.class::isInstance)
                    .map(Trigger.Stream.class::cast)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Told when a function will see a record no more. */
    public interface GivenUp {
        void gaveUp(FunctionName function, Record record);
    }

    /** Has pushes fanned out. */
    public static StreamSource fanOut(
            RegionName region, int shard, int shards, List<Record> records, VirtualTime time, Functions functions,
            GivenUp givenUp) {
        return new StreamSource(FAN_OUT, region, shard, shards, records, time, functions, givenUp);
    }

    /** Has pushes and the ends of replications announced. */
    public static StreamSource announce(
            RegionName region, int shard, int shards, List<Record> records, VirtualTime time, Functions functions,
            GivenUp givenUp) {
        return new StreamSource(ANNOUNCE, region, shard, shards, records, time, functions, givenUp);
    }

    /** @param records of all the shards together */
    private StreamSource(
            Reader reader, RegionName region, int shard, int shards, List<Record> records, VirtualTime time,
            Functions functions, GivenUp givenUp) {
        this.reader = reader;
        this.batch = reader.trigger().batchSize();
        this.givenUp = givenUp;
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
        List<Integer> next = new ArrayList<>();
        int end = position;
        for (; end < records.size() && next.size() < Math.min(most, batch); end++) {
            if (isWanted(end)) {
                next.add(end);
            }
        }
        if (next.isEmpty()) {
            position = end;
            return;
        }
        if (failures > reader.trigger().maximumRetryAttempts() || isTooOld(records.get(next.get(0)))) {
            givenUp.gaveUp(reader.function(), records.get(next.get(0)));
            advanceTo(next.get(0) + 1);
            return;
        }
        busy = true;
        Optional<StreamsEventResponse> answer = functions.invoke(reader.function(), region,
                next.size() + " records of shard " + shard, Optional.empty(),
                ferry -> reader.handler().apply(ferry, event(next)));
        busy = false;
        if (answer.isEmpty()) {
            position = next.get(0);
            failures++;
            batch = reader.trigger().bisectBatchOnFunctionError() ? Math.max(1, next.size() / 2) : batch;
        } else if (answer.get().getBatchItemFailures().isEmpty()) {
            advanceTo(end);
        } else {
            int failed = Integer.parseInt(answer.get().getBatchItemFailures().get(0).getItemIdentifier());
            int at = next.stream().filter(index -> sequence(index) == failed).findFirst().orElseThrow();
            failures = at == next.get(0) ? failures + 1 : 1;
            position = at;
        }
    }

    private void advanceTo(int next) {
        position = next;
        failures = 0;
        batch = reader.trigger().batchSize();
    }

    private int sequence(int index) {
        return Integer.parseInt(records.get(index).dynamodb().sequenceNumber());
    }

    private boolean isTooOld(Record record) {
        return Duration.between(record.dynamodb().approximateCreationDateTime(), time.now())
                .compareTo(reader.trigger().maximumRecordAge()) > 0;
    }

    private boolean isMine(Record record) {
        return Math.floorMod(record.dynamodb().keys().get("image").s().hashCode(), shards) == shard;
    }

    private boolean isWanted(int index) {
        while (wanted.size() <= index) {
            Record record = records.get(wanted.size());
            wanted.add(isMine(record) && passesFilter(record));
        }
        return wanted.get(index);
    }

    /** What the trigger's filters in {@code template.yaml} let through; they ask for texts alone. */
    private boolean passesFilter(Record record) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("eventName", record.eventNameAsString());
        ObjectNode change = event.putObject("dynamodb");
        change.set("NewImage", texts(record.dynamodb().newImage()));
        change.set("OldImage", texts(record.dynamodb().oldImage()));
        return reader.filters().stream().anyMatch(filter -> filter.matches(event));
    }

    private static ObjectNode texts(Map<String, AttributeValue> item) {
        ObjectNode texts = JsonNodeFactory.instance.objectNode();
        item.forEach((name, value) -> {
            if (value.s() != null) {
                texts.putObject(name).put("S", value.s());
            }
        });
        return texts;
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
