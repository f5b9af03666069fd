package dev.ferry.registry;

import java.util.List;
import java.util.Optional;

/** What is known of the AWS Regions: which exist, in which partition, and which must be opted in to. */
public interface Regions {
    /** The partition of a Region, or empty if there is no such Region. */
    Optional<Partition> partitionOf(RegionName region);

    /** Whether an account has to enable the Region before using it (AWS General Reference, "Managing AWS Regions"). */
    boolean needsOptIn(RegionName region);

    /** Every Region of a partition, sorted by name. */
    List<RegionName> regionsOf(Partition partition);

    /**
     * A group of Regions that share accounts and nothing else.
     *
     * @param id         as it stands in an ARN: {@code aws}, {@code aws-cn}, {@code aws-us-gov}
     * @param dnsSuffix  the domain of the partition's services: {@code amazonaws.com}
     * @param homeRegion where the partition keeps what belongs to an account rather than to one of its Regions
     */
    record Partition(String id, String dnsSuffix, RegionName homeRegion) {}
}
