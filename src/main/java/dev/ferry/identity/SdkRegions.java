package dev.ferry.identity;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.RegionMetadata;

/**
 * The Regions that the AWS SDK's own metadata knows. Left out are the names that stand for a whole partition
 * ({@code aws-global}), which are endpoints and no Regions, and the isolated partitions ({@code aws-iso…}), which
 * nothing outside can reach. Which Regions must be opted in to is not in that metadata, so it is a list of our own.
 */
@ApplicationScoped
public class SdkRegions implements Regions {
    private static final String OPT_IN_REGIONS = "opt-in-regions.txt";
    private static final String ISOLATED = "aws-iso";

    /** Where each partition keeps what is the account's: the Region that its IAM is signed for. */
    private static final Map<String, RegionName> HOME_REGIONS = Map.of(
            "aws", new RegionName("us-east-1"),
            "aws-cn", new RegionName("cn-north-1"),
            "aws-us-gov", new RegionName("us-gov-west-1"));

    private final TreeMap<RegionName, Partition> partitions;
    private final Set<String> optIn;

    public SdkRegions() {
        partitions = partitions();
        optIn = optInRegions();
    }

    @Override
    public Optional<Partition> partitionOf(RegionName region) {
        return Optional.ofNullable(partitions.get(region));
    }

    @Override
    public boolean needsOptIn(RegionName region) {
        return partitions.containsKey(region) && optIn.contains(region.value());
    }

    @Override
    public List<RegionName> regionsOf(Partition partition) {
        return partitions.keySet().stream()
                .filter(region -> partitions.get(region).equals(partition))
                .toList();
    }

    private static TreeMap<RegionName, Partition> partitions() {
        TreeMap<RegionName, PartitionMetadata> metadata = new TreeMap<>();
        for (Region region : Region.regions()) {
            // The partition has to be asked of the Region's metadata: PartitionMetadata.of says "aws" to what it does
            // not know.
            RegionMetadata known = RegionMetadata.of(region);
            if (known != null && !region.isGlobalRegion() && !known.partition().id().startsWith(ISOLATED)) {
                metadata.put(new RegionName(region.id()), known.partition());
            }
        }
        Map<String, Partition> byId = new HashMap<>();
        TreeMap<RegionName, Partition> partitions = new TreeMap<>();
        metadata.forEach((region, partition) -> partitions.put(region, byId.computeIfAbsent(partition.id(),
                id -> new Partition(id, partition.dnsSuffix(), HOME_REGIONS.getOrDefault(id, region)))));
        return partitions;
    }

    private static Set<String> optInRegions() {
        try (InputStream list = SdkRegions.class.getResourceAsStream(OPT_IN_REGIONS)) {
            if (list == null) {
                throw new IllegalStateException(OPT_IN_REGIONS + " is not on the class path");
            }
            return new String(list.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
