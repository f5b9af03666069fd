package dev.ferry.layers;

import dev.ferry.registry.Digest;
import java.util.HexFormat;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A SHA-256 that can be put aside between two chunks and taken up again by another process, which the JDK's cannot. So
 * each byte of a layer is hashed once, when it comes.
 */
public final class ResumableSha256 {
    private final SHA256Digest digest;

    private ResumableSha256(SHA256Digest digest) {
        this.digest = digest;
    }

    public static ResumableSha256 start() {
        return new ResumableSha256(new SHA256Digest());
    }

    /** @param state what {@link #state} gave */
    public static ResumableSha256 resume(byte[] state) {
        return new ResumableSha256(new SHA256Digest(state));
    }

    public ResumableSha256 update(byte[] bytes) {
        digest.update(bytes, 0, bytes.length);
        return this;
    }

    /** All that is needed to go on from here; about a hundred bytes. */
    public byte[] state() {
        return digest.getEncodedState();
    }

    /** The digest of all that came so far. */
    public Digest digest() {
        byte[] hash = new byte[digest.getDigestSize()];
        new SHA256Digest(digest).doFinal(hash, 0);
        return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(hash));
    }
}
