package dev.ferry.simulation.s3;

import dev.ferry.local.template.Template;
import dev.ferry.registry.RegionName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * S3 of all Regions in memory, as far as Ferry uses it, for one thread. Nothing in it is left to chance, so that the same
 * calls give the same answers; upload ids are counted.
 */
public final class InMemoryS3 {
    private final Clock clock;
    private final Map<RegionName, Map<String, InMemoryBucket>> regions = new HashMap<>();
    private final Map<RegionName, S3Client> clients = new HashMap<>();
    private long uploadIds;

    /** @param clock S3's own, which its clients cannot set */
    public InMemoryS3(Clock clock) {
        this.clock = clock;
    }

    /** Makes the buckets that the stack has in this Region. */
    public void provision(RegionName region, Template stack) {
        stack.buckets().forEach(bucket -> createBucket(region, bucket.name()));
    }

    public void createBucket(RegionName region, String name) {
        regions.computeIfAbsent(region, of -> new HashMap<>()).put(name, new InMemoryBucket());
    }

    /** The client of this Region. It reaches the buckets of its own, and reads others' as the source of a copy. */
    public S3Client client(RegionName region) {
        return clients.computeIfAbsent(region, of -> new InMemoryS3Client(this, of));
    }

    /** The objects by their keys, as they are now and will be; not to be changed. */
    public NavigableMap<String, StoredObject> objects(String bucket) {
        return Collections.unmodifiableNavigableMap(anywhere(bucket).objects());
    }

    /** The ids of the multipart uploads that are neither completed nor aborted. */
    public Set<String> uploads(String bucket) {
        return Collections.unmodifiableSet(anywhere(bucket).uploads().keySet());
    }

    InMemoryBucket bucket(RegionName region, String name) {
        InMemoryBucket bucket = regions.getOrDefault(region, Map.of()).get(name);
        if (bucket != null) {
            return bucket;
        }
        anywhere(name);
        throw S3Errors.error("PermanentRedirect", 301, "The bucket you are attempting to access must be addressed using"
                + " the specified endpoint. Please send all future requests to this endpoint.");
    }

    /** The bucket in whichever Region it is: their names are unique. */
    InMemoryBucket anywhere(String name) {
        for (Map<String, InMemoryBucket> region : regions.values()) {
            InMemoryBucket bucket = region.get(name);
            if (bucket != null) {
                return bucket;
            }
        }
        throw S3Errors.noSuchBucket();
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    /** Later ids sort behind earlier ones. */
    String nextUploadId() {
        return "upload-%010d".formatted(++uploadIds);
    }
}
