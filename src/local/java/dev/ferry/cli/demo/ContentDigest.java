package dev.ferry.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What some bytes are: computed over the bytes themselves, whatever anybody says of them.
 *
 * @param digest {@code sha256:} and 64 hexadecimal digits
 * @param size   in bytes
 */
record ContentDigest(String digest, long size) {

    /** Reads to the end; the caller closes. */
    static ContentDigest of(InputStream bytes) throws IOException {
        DigestInputStream in = new DigestInputStream(bytes, sha256());
        long size = in.transferTo(OutputStream.nullOutputStream());
        return new ContentDigest(digest(in.getMessageDigest()), size);
    }

    static ContentDigest of(byte[] bytes) {
        MessageDigest sha256 = sha256();
        sha256.update(bytes);
        return new ContentDigest(digest(sha256), bytes.length);
    }

    /** @throws MismatchException if this is not what was promised */
    void verify(String promisedDigest, long promisedSize) {
        if (!digest.equals(promisedDigest) || size != promisedSize) {
            throw new MismatchException(
                    promisedDigest + " of " + promisedSize + " bytes", digest + " of " + size + " bytes");
        }
    }

    private static String digest(MessageDigest sha256) {
        return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
