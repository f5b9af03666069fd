package dev.ferry.identity;

import dev.ferry.registry.InvalidValueException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a stack seals with, and what it has sealed with before: one key, or for as long as it is being replaced the new one
 * and the old one. Seals with the first, and opens what any of them sealed.
 */
public final class SealingKeys {
    private final List<SealingKey> keys;

    private SealingKeys(List<SealingKey> keys) {
        this.keys = keys;
    }

    /**
     * @param base64 one key, or several with commas between, the one to seal with first
     * @throws InvalidValueException if one of them is not the base64 of {@link SealingKey#BYTES} bytes; the message doesn't
     *     show it
     */
    public static SealingKeys parse(String base64) {
        return new SealingKeys(Arrays.stream(base64.split(",", -1)).map(SealingKey::parse).toList());
    }

    byte[] seal(byte[] plain, String bound) {
        return keys.get(0).seal(plain, bound);
    }

    /** What was sealed, or empty if none of these keys sealed it and bound it to this text. */
    Optional<byte[]> open(byte[] sealed, String bound) {
        return keys.stream().flatMap(key -> key.open(sealed, bound).stream()).findFirst();
    }

    /** Whether the first key sealed it, so that it opens when the others have gone. */
    boolean isCurrent(byte[] sealed, String bound) {
        return keys.get(0).open(sealed, bound).isPresent();
    }
}
