package dev.ferry.local.stack;

import dev.ferry.local.template.Bucket;

/** Makes the buckets of a Region. */
@FunctionalInterface
public interface Buckets {
    /** Makes the bucket, or keeps that of an earlier run. */
    void provision(String region, Bucket bucket);
}
