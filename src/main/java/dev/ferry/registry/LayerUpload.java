package dev.ferry.registry;

import java.util.Optional;

/**
 * How far an upload of a layer has come. S3 takes parts of no less than 5 MiB, a Lambda function requests of less, so
 * chunks are staged until they make a part.
 *
 * @param countedAs  whose open uploads it is one of: the registry's account, or that and who began it
 * @param algorithm  of the hash that is kept
 * @param received   bytes, in order and without a gap
 * @param hash       the saved state of the hash over what was received
 * @param multipart  S3's upload id, once there is a first part
 * @param parts      how many parts S3 has
 * @param partsChain a digest over the parts' SHA-256 in order, so that no other writer's part can slip in
 * @param staged     the chunks that are not part of a part yet
 */
public record LayerUpload(
        String id,
        Registry registry,
        RepositoryName repository,
        String countedAs,
        Digest.Algorithm algorithm,
        long received,
        byte[] hash,
        Optional<String> multipart,
        int parts,
        String partsChain,
        Optional<Staged> staged) {

    /** @param key of the object that holds the chunks, joined */
    public record Staged(String key, long size) {}

    /** An upload of which nothing has come. */
    public static LayerUpload begun(
            String id, Registry registry, RepositoryName repository, String countedAs, Digest.Algorithm algorithm,
            byte[] hash) {
        return new LayerUpload(id, registry, repository, countedAs, algorithm, 0, hash, Optional.empty(), 0, "", Optional.empty());
    }
}
