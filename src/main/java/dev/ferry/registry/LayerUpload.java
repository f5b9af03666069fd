package dev.ferry.registry;

import java.util.Optional;

/**
 * How far an upload of a layer has come. S3 takes parts of no less than 5 MiB, a Lambda function requests of less, so
 * chunks are staged until they make a part. Or a writer with a lease puts parts into S3 itself.
 *
 * @param countedAs  whose open uploads it is one of: the registry's account, or that and who began it
 * @param received   bytes, in order and without a gap; not those that came by the lease
 * @param multipart  S3's upload id, once there is a first part or a lease
 * @param parts      those of S3's parts that were received
 * @param staged     the chunks that are not part of a part yet
 * @param lease      of whoever puts parts into S3 now; another one ends it
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
        PartNumbers parts,
        Optional<Staged> staged,
        Optional<Lease> lease,
        Optional<Digest> closedAs) {

    /**
     * @param key    of the object that holds the chunks, joined
     * @param digest of it, if it was written once and S3 compared its bytes with this; none of what came by a lease
     */
    public record Staged(String key, long size, Optional<Digest> digest) {}

    /**
     * Lets one writer put parts of some numbers into S3, and what is too little for a part into an object.
     *
     * @param first number
     * @param rest  the object's key
     */
    public record Lease(String id, int first, int count, String rest) {}

    /** An upload of which nothing has come. */
    public static LayerUpload begun(
            String id, Registry registry, RepositoryName repository, String countedAs) {
        return new LayerUpload(id, registry, repository, countedAs, 0, Optional.empty(), PartNumbers.NONE, Optional.empty(),
                Optional.empty(), Optional.empty());
    }

    /** The same upload with what has come since, and no lease. */
    public LayerUpload receivedUpTo(long end, Optional<String> inMultipart, PartNumbers all, Optional<Staged> left) {
        return new LayerUpload(id, registry, repository, countedAs, end, inMultipart, all, left, Optional.empty(), Optional.empty());
    }

    public LayerUpload closedAs(Optional<Digest> digest) {
        return new LayerUpload(id, registry, repository, countedAs, received, multipart, parts, staged, lease, digest);
    }

    /** The same upload with a lease on the next numbers. */
    public LayerUpload leased(String inMultipart, Lease to) {
        return new LayerUpload(id, registry, repository, countedAs, received, Optional.of(inMultipart),
                parts.withNext(to.first() + to.count()), staged, Optional.of(to), closedAs);
    }
}
