package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names a push, or a deletion: the millisecond in hexadecimal, so that ids sort by time, and what makes it unique. */
public record PushId(String value) implements Comparable<PushId> {
    private static final Pattern PATTERN = Pattern.compile("[0-9a-f]{12}-[A-Za-z0-9-]{1,64}");

    public PushId {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("a push id is a time in hexadecimal, a hyphen and a name");
        }
    }

    public static PushId at(Instant time, UUID unique) {
        return at(time, unique.toString());
    }

    /** The id of the push that a notification tells of: the same notification always gives the same id. */
    public static PushId at(Instant time, String notificationId) {
        return new PushId(String.format("%012x-%s", time.toEpochMilli(), notificationId));
    }

    /** When the push was, to the millisecond, by the clock of whoever recorded it. */
    public Instant time() {
        return Instant.ofEpochMilli(Long.parseLong(value.substring(0, value.indexOf('-')), 16));
    }

    @Override
    public int compareTo(PushId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
