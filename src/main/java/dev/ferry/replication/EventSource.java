package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import java.util.regex.Pattern;

/**
 * Who says an event on EventBridge. Sources that begin with {@code aws.} are for AWS alone (EventBridge API reference,
 * {@code PutEventsRequestEntry}). That keeps Ferry's events apart from ECR's, which are pushes to Ferry: one that it took
 * for ECR's would be recorded, announced, recorded again, and so on.
 */
public record EventSource(String value) {
    private static final Pattern PATTERN = Pattern.compile("(?!aws\\.)[A-Za-z0-9._/-]{1,256}");

    public EventSource {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("the source of events must be of at most 256 letters, digits, '.', '-', '_' and "
                    + "'/', and not begin with 'aws.'");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
