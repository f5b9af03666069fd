package dev.ferry.distribution;

/** The kinds of things that have an endpoint, by their paths. */
public enum ResourceKind {
    /** {@code /v2/} */
    BASE,
    /** {@code /v2/<name>/blobs/<digest>} */
    BLOB,
    /** {@code /v2/<name>/blobs/uploads/} */
    UPLOADS,
    /** {@code /v2/<name>/blobs/uploads/<upload>} */
    UPLOAD,
    /** {@code /v2/<name>/manifests/<digest or tag>} */
    MANIFEST,
    /** {@code /v2/<name>/tags/list} */
    TAGS,
    /** {@code /v2/<name>/referrers/<digest>} */
    REFERRERS
}
