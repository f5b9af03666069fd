package dev.ferry.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What content is called: the algorithm and the lower-case hex of its hash, over the exact bytes
 * (OCI image specification, "Digests").
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {

    /** The algorithms that the OCI image specification registers. */
    public enum Algorithm {
        SHA256("sha256", "SHA-256", 64),
        SHA512("sha512", "SHA-512", 128);

        private final String prefix;
        private final String javaName;
        private final int hexLength;

        Algorithm(String prefix, String javaName, int hexLength) {
            this.prefix = prefix;
            this.javaName = javaName;
            this.hexLength = hexLength;
        }

        /** The name in front of the colon. */
        public String prefix() {
            return prefix;
        }

        /** The digest of these bytes. */
        public Digest of(byte[] content) {
            return new Digest(this, HexFormat.of().formatHex(hash().digest(content)));
        }

        /** The digest of all that the stream has, which is read to its end and never held as a whole. */
        public Digest of(InputStream content) throws IOException {
            MessageDigest hash = hash();
            byte[] buffer = new byte[64 * 1024];
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                hash.update(buffer, 0, read);
            }
            return new Digest(this, HexFormat.of().formatHex(hash.digest()));
        }

        private MessageDigest hash() {
            try {
                return MessageDigest.getInstance(javaName);
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException(javaName + " is not in this Java runtime", missing);
            }
        }
    }

    private static final Pattern HEX = Pattern.compile("[a-f0-9]+");

    public Digest {
        if (hex.length() != algorithm.hexLength || !HEX.matcher(hex).matches()) {
            throw new InvalidValueException("must be " + algorithm.hexLength
                    + " lower-case hexadecimal digits after '" + algorithm.prefix + ":'");
        }
    }

    /** Reads {@code sha256:<hex>} or {@code sha512:<hex>}. */
    public static Digest parse(String text) {
        for (Algorithm algorithm : Algorithm.values()) {
            if (text.startsWith(algorithm.prefix + ":")) {
                return new Digest(algorithm, text.substring(algorithm.prefix.length() + 1));
            }
        }
        throw new InvalidValueException("must start with 'sha256:' or 'sha512:'");
    }

    /** The SHA-256 of these bytes, which is what ECR calls an image by. */
    public static Digest sha256(byte[] content) {
        return Algorithm.SHA256.of(content);
    }

    /** The SHA-256 of this text's UTF-8. */
    public static Digest sha256(String content) {
        return sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(Digest other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return algorithm.prefix + ":" + hex;
    }
}
