package dev.ferry.local.stack;

import dev.ferry.local.template.DeclaredBucket;

/** Makes the buckets of a Region. */
@FunctionalInterface
public interface BucketProvisioning {
    /** Makes the bucket, or keeps that of an earlier run. */
    void provision(String region, DeclaredBucket bucket);
}
