package dev.ferry.local.stack;

import dev.ferry.local.template.DeclaredBucket;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;

/** Makes buckets in this machine's S3. */
public final class S3BucketProvisioning implements BucketProvisioning {
    private final LocalClients clients;

    public S3BucketProvisioning(LocalClients clients) {
        this.clients = clients;
    }

    @Override
    public void provision(String region, DeclaredBucket bucket) {
        try {
            clients.s3(region).createBucket(request -> request.bucket(bucket.name()));
        } catch (BucketAlreadyOwnedByYouException e) {
            // It is there from an earlier run, with its objects.
        }
    }
}
