package dev.ferry.local.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** The checksums that a client may send with content and ask for again (S3 user guide, "Checking object integrity"). */
enum ChecksumAlgorithm {
    CRC32(4) {
        @Override
        Running start() {
            return running(new CRC32());
        }
    },
    CRC32C(4) {
        @Override
        Running start() {
            return running(new CRC32C());
        }
    },
    SHA1(20) {
        @Override
        Running start() {
            return running(messageDigest("SHA-1"));
        }
    },
    SHA256(32) {
        @Override
        Running start() {
            return running(messageDigest("SHA-256"));
        }
    };

    /** A checksum over the bytes given so far. */
    interface Running {
        void update(byte[] bytes, int offset, int length);

        byte[] value();
    }

    private final int length;

    ChecksumAlgorithm(int length) {
        this.length = length;
    }

    abstract Running start();

    /** The algorithm that {@code x-amz-checksum-algorithm} names. */
    static ChecksumAlgorithm named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new S3Exception(
                        S3Error.NOT_IMPLEMENTED, "The checksum algorithm " + name + " is not implemented"));
    }

    /** The algorithm whose checksum this header or trailer carries, its name in lower case. */
    static Optional<ChecksumAlgorithm> ofHeader(String header) {
        return Arrays.stream(values()).filter(algorithm -> algorithm.header().equals(header)).findFirst();
    }

    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element that carries the checksum in S3's XML. */
    String element() {
        return "Checksum" + name();
    }

    byte[] of(byte[] content) {
        Running running = start();
        running.update(content, 0, content.length);
        return running.value();
    }

    /** Reads a header's base64, which must be of this algorithm's length. */
    byte[] parse(String base64) {
        try {
            byte[] value = Base64.getDecoder().decode(base64);
            if (value.length == length) {
                return value;
            }
        } catch (IllegalArgumentException notBase64) {
            throw invalid();
        }
        throw invalid();
    }

    private S3Exception invalid() {
        return new S3Exception(S3Error.INVALID_REQUEST, "Value for " + header() + " header is invalid.");
    }

    static MessageDigest messageDigest(String javaName) {
        try {
            return MessageDigest.getInstance(javaName);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(javaName + " is not in this Java runtime", missing);
        }
    }

    private static Running running(Checksum checksum) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return ByteBuffer.allocate(Integer.BYTES).putInt((int) checksum.getValue()).array();
            }
        };
    }

    private static Running running(MessageDigest digest) {
        return new Running() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] value() {
                return digest.digest();
            }
        };
    }
}
