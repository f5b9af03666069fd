package dev.ferry.simulation.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;

/**
 * What S3 keeps with content so that it can be checked (S3 user guide, "Checking object integrity").
 *
 * @param value in base64; that of parts joined ends in {@code -} and the number of parts
 */
record Checksum(ChecksumAlgorithm algorithm, String value) {

    static Checksum of(ChecksumAlgorithm algorithm, byte[] content) {
        return new Checksum(algorithm, Base64.getEncoder().encodeToString(hash(algorithm, content)));
    }

    private static byte[] hash(ChecksumAlgorithm algorithm, byte[] content) {
        return switch (algorithm) {
            case CRC32 -> {
                CRC32 crc = new CRC32();
                crc.update(content);
                yield ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
            }
            case CRC32_C -> {
                CRC32C crc = new CRC32C();
                crc.update(content);
                yield ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
            }
            case SHA1 -> digest("SHA-1", content);
            case SHA256 -> digest("SHA-256", content);
            default -> throw new UnsupportedOperationException("the simulation does not know checksums by " + algorithm);
        };
    }

    static byte[] digest(String algorithm, byte[] content) {
        try {
            return MessageDigest.getInstance(algorithm).digest(content);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    /** The MD5 in hex: the entity tag, without its quotes, of what was sent as one body. */
    static String etag(byte[] content) {
        return HexFormat.of().formatHex(digest("MD5", content));
    }

    /**
     * The checksum that goes with a body: the one given, or the one that the SDK's client would compute, which is a CRC32
     * unless another algorithm is named.
     *
     * @throws software.amazon.awssdk.services.s3.model.S3Exception BadDigest when the one given is not the body's
     */
    static Checksum ofBody(Optional<String> givenSha256, ChecksumAlgorithm algorithm, byte[] content) {
        if (givenSha256.isEmpty()) {
            return of(algorithm == null ? ChecksumAlgorithm.CRC32 : algorithm, content);
        }
        Checksum found = of(ChecksumAlgorithm.SHA256, content);
        if (!found.value.equals(givenSha256.get())) {
            throw S3Errors.error("BadDigest", 400, "The SHA256 you specified did not match the calculated checksum.");
        }
        return found;
    }

    /** Whether it is that of parts joined, and not of the whole content. */
    boolean isComposite() {
        return value.contains("-");
    }

    /** Sets it in an answer, whose field for it is {@code Checksum…}. */
    <B extends SdkPojo> B in(B answer) {
        String field = "Checksum" + algorithm.toString();
        for (SdkField<?> candidate : answer.sdkFields()) {
            if (candidate.memberName().equals(field)) {
                candidate.set(answer, value);
                return answer;
            }
        }
        throw new IllegalArgumentException(answer.getClass() + " has no " + field);
    }
}
