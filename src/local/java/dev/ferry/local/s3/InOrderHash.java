package dev.ferry.local.s3;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The SHA-256 over a multipart upload's parts, one after the other, taken while their bytes come in. So the copy that asks for
 * the whole object's reads nothing again. Of parts that come in another order than 1, 2, 3, or twice, nothing is known.
 */
final class InOrderHash {
    private MessageDigest soFar = ChecksumAlgorithm.messageDigest("SHA-256");
    private int parts;
    private boolean outOfOrder;

    /** What the part of this number is to be hashed by while it comes; none when it does not follow those before. */
    synchronized Optional<MessageDigest> next(int number) {
        return outOfOrder || number != parts + 1 ? Optional.empty() : Optional.of(copy(soFar));
    }

    /** @param hash what {@link #next} gave for the part, which has hashed it since */
    synchronized void added(int number, Optional<MessageDigest> hash) {
        if (number != parts + 1 || hash.isEmpty()) {
            outOfOrder = true;
            return;
        }
        soFar = hash.get();
        parts = number;
    }

    /** The hash over these parts in base64, if they are all that were added. */
    synchronized Optional<String> of(List<StoredPart> joined) {
        if (outOfOrder || joined.size() != parts || joined.get(parts - 1).number() != parts) {
            return Optional.empty();
        }
        return Optional.of(Base64.getEncoder().encodeToString(copy(soFar).digest()));
    }

    private static MessageDigest copy(MessageDigest hash) {
        try {
            return (MessageDigest) hash.clone();
        } catch (CloneNotSupportedException missing) {
            throw new IllegalStateException("this Java runtime's SHA-256 cannot be copied", missing);
        }
    }
}
