package dev.ferry.layers;

import dev.ferry.registry.Digest;
import java.util.Base64;
import java.util.HexFormat;

/** The SHA-256 of a whole object as S3 writes it, in base64, and as a digest. */
final class LayerChecksum {
    private LayerChecksum() {}

    static String of(Digest digest) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(digest.hex()));
    }

    static Digest digest(String checksum) {
        return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(Base64.getDecoder().decode(checksum)));
    }

    /** @param checksum what S3 has of an object; null if it has none, and of parts joined it is no base64 */
    static boolean isOf(Digest digest, String checksum) {
        return of(digest).equals(checksum);
    }
}
