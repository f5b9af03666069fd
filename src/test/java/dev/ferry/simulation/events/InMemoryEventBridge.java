package dev.ferry.simulation.events;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResponse;
import software.amazon.awssdk.services.eventbridge.model.PutEventsResultEntry;

/** One Region's default bus, which remembers what it took. Operations that Ferry does not use are unsupported. */
public final class InMemoryEventBridge implements EventBridgeClient {
    /** EventBridge API reference, {@code PutEvents}. */
    private static final int MAX_ENTRIES = 10;

    private final List<PutEventsRequestEntry> taken = new ArrayList<>();

    /** All that the bus took, in the order in which it did. */
    public List<PutEventsRequestEntry> taken() {
        return Collections.unmodifiableList(taken);
    }

    @Override
    public PutEventsResponse putEvents(PutEventsRequest request) {
        int entries = request.entries().size();
        if (entries == 0 || entries > MAX_ENTRIES) {
            throw (EventBridgeException) EventBridgeException.builder()
                    .awsErrorDetails(AwsErrorDetails.builder()
                            .errorCode("ValidationException")
                            .errorMessage(entries + " entries: between 1 and " + MAX_ENTRIES + " are taken")
                            .build())
                    .statusCode(400)
                    .build();
        }
        return PutEventsResponse.builder()
                .failedEntryCount(0)
                .entries(request.entries().stream().map(this::take).toList())
                .build();
    }

    private PutEventsResultEntry take(PutEventsRequestEntry entry) {
        taken.add(entry);
        return PutEventsResultEntry.builder().eventId(new UUID(0, taken.size()).toString()).build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // It holds nothing but memory.
    }
}
