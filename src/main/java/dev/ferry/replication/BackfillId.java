package dev.ferry.replication;

import dev.ferry.registry.InvalidValueException;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Names a backfill (ECR API, {@code ReplicationBackfillId}). Those that Ferry gives begin with the millisecond, as UUIDs of
 * version 7 do (RFC 9562), so that they sort by time.
 */
public record BackfillId(String value) {
    private static final String EXPRESSION = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
    private static final Pattern PATTERN = Pattern.compile(EXPRESSION);

    public BackfillId {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("must satisfy regular expression '" + EXPRESSION + "'");
        }
        value = value.toLowerCase(Locale.ROOT);
    }

    public static BackfillId at(Instant time, UUID unique) {
        long high = time.toEpochMilli() << 16 | 0x7000 | unique.getMostSignificantBits() & 0xfff;
        return new BackfillId(new UUID(high, unique.getLeastSignificantBits()).toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
