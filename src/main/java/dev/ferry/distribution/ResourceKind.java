package dev.ferry.distribution;

/** The kinds of things that have an endpoint. */
public enum ResourceKind {
    BASE("/v2/"),
    CATALOG("/v2/_catalog"),
    BLOB("/v2/<name>/blobs/<digest>"),
    UPLOADS("/v2/<name>/blobs/uploads/"),
    UPLOAD("/v2/<name>/blobs/uploads/<upload>"),
    MANIFEST("/v2/<name>/manifests/<reference>"),
    TAGS("/v2/<name>/tags/list"),
    REFERRERS("/v2/<name>/referrers/<digest>");

    private final String path;

    ResourceKind(String path) {
        this.path = path;
    }

    /** How its paths look, as {@link dev.ferry.policy.RequiredActions} names them behind a method. */
    public String path() {
        return path;
    }
}
