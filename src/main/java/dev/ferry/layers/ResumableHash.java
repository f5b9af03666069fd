package dev.ferry.layers;

import dev.ferry.registry.Digest;
import java.util.HexFormat;
import org.bouncycastle.crypto.ExtendedDigest;
import org.bouncycastle.crypto.digests.EncodableDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/**
 * A hash that can be put aside between two chunks and taken up again by another process, which the JDK's cannot. So
 * each byte of a layer is hashed once, when it comes.
 */
public final class ResumableHash {
    private final Digest.Algorithm algorithm;
    private final ExtendedDigest hash;

    private ResumableHash(Digest.Algorithm algorithm, ExtendedDigest hash) {
        this.algorithm = algorithm;
        this.hash = hash;
    }

    public static ResumableHash start(Digest.Algorithm algorithm) {
        return new ResumableHash(algorithm, switch (algorithm) {
            case SHA256 -> new SHA256Digest();
            case SHA512 -> new SHA512Digest();
        });
    }

    /** @param state what {@link #state} of a hash of the same algorithm gave */
    public static ResumableHash resume(Digest.Algorithm algorithm, byte[] state) {
        return new ResumableHash(algorithm, switch (algorithm) {
            case SHA256 -> new SHA256Digest(state);
            case SHA512 -> new SHA512Digest(state);
        });
    }

    public ResumableHash update(byte[] bytes) {
        hash.update(bytes, 0, bytes.length);
        return this;
    }

    /** All that is needed to go on from here; about a hundred bytes. */
    public byte[] state() {
        return ((EncodableDigest) hash).getEncodedState();
    }

    /** The digest of all that came so far. */
    public Digest digest() {
        byte[] result = new byte[hash.getDigestSize()];
        resume(algorithm, state()).hash.doFinal(result, 0);
        return new Digest(algorithm, HexFormat.of().formatHex(result));
    }
}
