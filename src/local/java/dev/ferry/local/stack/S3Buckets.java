package dev.ferry.local.stack;

import dev.ferry.local.template.Bucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Makes buckets in this machine's S3. */
public final class S3Buckets implements Buckets {
    private final LocalClients clients;

    public S3Buckets(LocalClients clients) {
        this.clients = clients;
    }

    @Override
    public void provision(String region, Bucket bucket) {
        try {
            clients.s3(region).createBucket(request -> request.bucket(bucket.name()));
        } catch (BucketAlreadyOwnedByYouException e) {
            // It is there from an earlier run, with its objects.
        }
    }
}
