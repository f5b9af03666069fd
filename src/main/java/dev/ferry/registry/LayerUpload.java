package dev.ferry.registry;

import java.util.Optional;

/**
 * How far an upload of a layer has come. S3 takes parts of no less than 5 MiB, a Lambda function requests of less, so
 * chunks are staged until they make a part.
 *
 * @param countedAs  whose open uploads it is one of: the registry's account, or that and who began it
 * @param received   bytes, in order and without a gap
 * @param multipart  S3's upload id, once there is a first part
 * @param parts      how many parts S3 has
 * @param staged     the chunks that are not part of a part yet
 * @param closedAs   the digest that the last chunk came with, if it was the one to complete the upload: the same request, sent
 *                   again after it was cut short, adds nothing
 */
public record LayerUpload(
        String id,
        Registry registry,
        RepositoryName repository,
        String countedAs,
        long received,
        Optional<String> multipart,
        int parts,
        Optional<Staged> staged,
        Optional<Digest> closedAs) {

    /** @param key of the object that holds the chunks, joined */
    public record Staged(String key, long size) {}

    /** An upload of which nothing has come. */
    public static LayerUpload begun(
            String id, Registry registry, RepositoryName repository, String countedAs) {
        return new LayerUpload(
                id, registry, repository, countedAs, 0, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }
}
