package dev.ferry.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions.Partition;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdkRegionsTest {
    /** The Regions opened before 20 March 2019, and Osaka, which was opened to all as a Region enabled by default. */
    private static final Set<String> ENABLED_BY_DEFAULT = Set.of(
            "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-southeast-1", "ap-southeast-2",
            "ca-central-1", "eu-central-1", "eu-north-1", "eu-west-1", "eu-west-2", "eu-west-3", "sa-east-1",
            "us-east-1", "us-east-2", "us-west-1", "us-west-2");

    private final SdkRegions regions = new SdkRegions();

    @ParameterizedTest
    @CsvSource({
        "us-east-1, aws, amazonaws.com, us-east-1",
        "eu-central-1, aws, amazonaws.com, us-east-1",
        "cn-northwest-1, aws-cn, amazonaws.com.cn, cn-north-1",
        "us-gov-east-1, aws-us-gov, amazonaws.com, us-gov-west-1",
        "eusc-de-east-1, aws-eusc, amazonaws.eu, eusc-de-east-1",
    })
    void partitionOf_knows_the_partition_its_domain_and_its_home(
            String region, String id, String dnsSuffix, String home) {
        assertThat(regions.partitionOf(new RegionName(region)))
                .contains(new Partition(id, dnsSuffix, new RegionName(home)));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "aws-global", "aws-cn-global", "aws-us-gov-global", "aws-iso-global", "us-iso-east-1", "eu-isoe-west-1",
        "us-isob-east-1", "us-isof-south-1", "xx-moon-1", "us-east-99"})
    void partitionOf_is_empty_for_what_is_no_region_and_for_isolated_ones(String name) {
        assertThat(regions.partitionOf(new RegionName(name))).isEmpty();
        assertThat(regions.needsOptIn(new RegionName(name))).isFalse();
    }

    @Test
    void regionsOf_lists_the_regions_of_one_partition_sorted() {
        Partition china = regions.partitionOf(new RegionName("cn-north-1")).orElseThrow();

        assertThat(regions.regionsOf(china))
                .isEqualTo(List.of(new RegionName("cn-north-1"), new RegionName("cn-northwest-1")));
        assertThat(regions.regionsOf(commercial())).isSorted().doesNotContainAnyElementsOf(regions.regionsOf(china));
    }

    @Test
    void needsOptIn_holds_for_every_commercial_region_but_the_ones_enabled_by_default() {
        Set<String> enabledByDefault = new TreeSet<>();
        for (RegionName region : regions.regionsOf(commercial())) {
            if (!regions.needsOptIn(region)) {
                enabledByDefault.add(region.value());
            }
        }
        assertThat(enabledByDefault).isEqualTo(new TreeSet<>(ENABLED_BY_DEFAULT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1", "eusc-de-east-1"})
    void needsOptIn_is_false_outside_the_commercial_partition(String region) {
        assertThat(regions.needsOptIn(new RegionName(region))).isFalse();
    }

    private Partition commercial() {
        return regions.partitionOf(new RegionName("us-east-1")).orElseThrow();
    }
}
