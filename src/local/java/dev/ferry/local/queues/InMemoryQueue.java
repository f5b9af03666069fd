package dev.ferry.local.queues;

import dev.ferry.local.template.Queue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A standard queue: delays, visibility timeouts, retention and redrive by the clock that it is given. It is fair among
 * message groups (SQS developer guide, "Amazon SQS fair queues"): the group that was served longest ago comes first.
 */
public final class InMemoryQueue {
    private final Queue declared;
    private final String arn;
    private final Clock clock;
    private final DeliveryChoices choices;
    private final Function<String, InMemoryQueue> queues;
    private final Map<String, QueuedMessage> messages = new LinkedHashMap<>();
    /** When each group with messages was last served, as a count of receives. */
    private final Map<Optional<String>, Long> served = new HashMap<>();
    private long receives;

    /** @param queues finds the other queues of the Region by their names */
    InMemoryQueue(
            Queue declared, String arn, Clock clock, DeliveryChoices choices, Function<String, InMemoryQueue> queues) {
        this.declared = declared;
        this.arn = arn;
        this.clock = clock;
        this.choices = choices;
        this.queues = queues;
    }

    Queue declared() {
        return declared;
    }

    public String name() {
        return declared.name();
    }

    public String arn() {
        return arn;
    }

    /** All that is in it, visible or not, in the order in which it came; not to be changed. */
    public Collection<QueuedMessage> messages() {
        expire();
        return Collections.unmodifiableCollection(messages.values());
    }

    /** When the next message can be received; that may be past. Empty when there is none. */
    public Optional<Instant> nextVisible() {
        return messages().stream().map(QueuedMessage::visible).min(Instant::compareTo);
    }

    private void expire() {
        if (!messages.isEmpty()) {
            Instant oldest = clock.instant().minus(declared.messageRetention());
            messages.values().removeIf(message -> message.sent().isBefore(oldest));
        }
    }

    void send(QueuedMessage message) {
        messages.put(message.id(), message);
    }

    /** At most so many messages, each invisible for that time. */
    List<QueuedMessage> receive(int most, Optional<Duration> visibilityTimeout) {
        expire();
        Instant now = clock.instant();
        Instant visibleAgain = now.plus(visibilityTimeout.orElse(declared.visibilityTimeout()));
        List<QueuedMessage> visible = new ArrayList<>();
        for (QueuedMessage message : messages.values()) {
            if (!message.visible().isAfter(now)) {
                visible.add(message);
            }
        }
        served.keySet().retainAll(messages.values().stream().map(QueuedMessage::group).collect(Collectors.toSet()));
        List<QueuedMessage> received = new ArrayList<>();
        while (received.size() < most && !visible.isEmpty()) {
            visible.sort(Comparator.comparing(message -> served.getOrDefault(message.group(), 0L)));
            QueuedMessage message = visible.remove(choices.next(visible.size()));
            served.put(message.group(), ++receives);
            if (isDead(message)) {
                moveToDeadLetters(message, now);
            } else {
                message.received(now, choices.staysVisible() ? now : visibleAgain);
                received.add(message);
            }
        }
        return received;
    }

    private boolean isDead(QueuedMessage message) {
        return declared.redrive().isPresent()
                && message.receivesHere() >= declared.redrive().get().maxReceiveCount();
    }

    private void moveToDeadLetters(QueuedMessage message, Instant now) {
        messages.remove(message.id());
        message.moved(arn, now);
        queues.apply(declared.redrive().orElseThrow().deadLetterQueue()).send(message);
    }

    /** Deletes the message, unless it has been received again since: then the handle is too old to do it. */
    void delete(String receiptHandle) {
        QueuedMessage message = messages.get(messageId(receiptHandle));
        if (message != null
                && message.receiptHandle().equals(Optional.of(receiptHandle))
                && !choices.survivesDeletion()) {
            messages.remove(message.id());
        }
    }

    void changeVisibility(String receiptHandle, Duration timeout) {
        expire();
        QueuedMessage message = messages.get(messageId(receiptHandle));
        if (message == null) {
            throw SqsErrors.invalidParameter("Value " + receiptHandle + " for parameter ReceiptHandle is invalid. Reason:"
                    + " Message does not exist or is not available for visibility timeout change.");
        }
        Instant now = clock.instant();
        if (!message.visible().isAfter(now)) {
            throw SqsErrors.notInFlight();
        }
        message.visibleAt(now.plus(timeout));
    }

    private static String messageId(String receiptHandle) {
        int end = receiptHandle.indexOf('#');
        if (end < 0) {
            throw SqsErrors.invalidReceiptHandle();
        }
        return receiptHandle.substring(0, end);
    }
}
