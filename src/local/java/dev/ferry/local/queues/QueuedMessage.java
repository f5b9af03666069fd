package dev.ferry.local.queues;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** A message in a queue, from when it is sent to when it is deleted; a move to the dead letters keeps it. */
public final class QueuedMessage {
    private final String id;
    private final String body;
    private final Map<String, MessageAttributeValue> attributes;
    private final Optional<String> group;
    private final Instant sent;
    private Instant visible;
    private Optional<Instant> firstReceived = Optional.empty();
    private Optional<String> receiptHandle = Optional.empty();
    private Optional<String> movedFrom = Optional.empty();
    private int receives;
    private int receivesHere;

    QueuedMessage(
            String id,
            String body,
            Map<String, MessageAttributeValue> attributes,
            Optional<String> group,
            Instant sent,
            Instant visible) {
        this.id = id;
        this.body = body;
        this.attributes = Map.copyOf(attributes);
        this.group = group;
        this.sent = sent;
        this.visible = visible;
    }

    public String id() {
        return id;
    }

    public String body() {
        return body;
    }

    public Map<String, MessageAttributeValue> attributes() {
        return attributes;
    }

    /** The tenant whose message it is, among which the queue is fair. */
    public Optional<String> group() {
        return group;
    }

    /** When it was sent to its first queue; its retention counts from then. */
    public Instant sent() {
        return sent;
    }

    /** From when on it can be received, if it is not deleted before. */
    public Instant visible() {
        return visible;
    }

    public Optional<Instant> firstReceived() {
        return firstReceived;
    }

    /** How often it was received, in all the queues that it has been in. */
    public int receives() {
        return receives;
    }

    /** How often it was received in the queue that it is in. */
    int receivesHere() {
        return receivesHere;
    }

    /** The ARN of the queue whose dead letter it is. */
    public Optional<String> movedFrom() {
        return movedFrom;
    }

    /** What the last one to receive it was given to delete it by. */
    Optional<String> receiptHandle() {
        return receiptHandle;
    }

    void received(Instant now, Instant visibleAgain) {
        receives++;
        receivesHere++;
        firstReceived = firstReceived.or(() -> Optional.of(now));
        receiptHandle = Optional.of(id + "#" + receives);
        visible = visibleAgain;
    }

    void visibleAt(Instant time) {
        visible = time;
    }

    void moved(String fromArn, Instant now) {
        movedFrom = Optional.of(fromArn);
        receiptHandle = Optional.empty();
        receivesHere = 0;
        visible = now;
    }
}
