package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.ApiServer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.account.model.Region;
import software.amazon.awssdk.services.account.model.RegionOptStatus;

/** Account Management's part: which Regions an account may use. */
class RegionOptInTest extends ApiTest {
    private static final String OPT_IN = "me-south-1";

    private final AccountClient management = api.accountManagement(account);

    private RegionOptStatus status(String region) {
        return management.getRegionOptStatus(get -> get.regionName(region)).regionOptStatus();
    }

    @Test
    void region_that_has_to_be_enabled_is_disabled_at_first() {
        assertThat(status(OPT_IN)).isEqualTo(RegionOptStatus.DISABLED);
        assertThat(status("us-west-2")).isEqualTo(RegionOptStatus.ENABLED_BY_DEFAULT);
    }

    @Test
    void registry_can_be_used_while_its_region_is_enabled() {
        var there = api.ecr(account, OPT_IN);
        String disabled = "The Region " + OPT_IN + " is not enabled for the account " + account
                + "; aws account enable-region enables it";
        assertRefused(() -> there.describeRepositories(describe -> {}), 403, "OptInRequired", disabled);

        management.enableRegion(enable -> enable.regionName(OPT_IN));
        assertThat(status(OPT_IN)).isEqualTo(RegionOptStatus.ENABLED);
        assertThat(there.describeRepositories(describe -> {}).repositories()).isEmpty();

        management.disableRegion(disable -> disable.regionName(OPT_IN));
        assertThat(status(OPT_IN)).isEqualTo(RegionOptStatus.DISABLED);
        assertRefused(() -> there.describeRepositories(describe -> {}), 403, "OptInRequired", disabled);
    }

    @Test
    void region_that_needs_no_enabling_is_refused() {
        String message = "The Region us-west-2 cannot be enabled or disabled";
        assertRefused(() -> management.enableRegion(enable -> enable.regionName("us-west-2")), "ValidationException", message);
        assertRefused(() -> management.disableRegion(disable -> disable.regionName("us-west-2")),
                "ValidationException", message);
    }

    @Test
    void region_that_does_not_exist_is_refused() {
        assertRefused(() -> status("us-west-9"), "ValidationException", "There is no Region us-west-9");
        assertRefused(() -> management.enableRegion(enable -> enable.regionName("us-west-9")), "ValidationException",
                "The Region us-west-9 cannot be enabled or disabled");
        assertThat(refused(() -> status("US_WEST"), 400, "ValidationException").awsErrorDetails().errorMessage())
                .startsWith("RegionName must satisfy regular expression");
    }

    @Test
    void list_gives_each_region_of_the_partition_once_page_by_page() {
        management.enableRegion(enable -> enable.regionName(OPT_IN));

        Set<Region> seen = new HashSet<>();
        management.listRegionsPaginator(list -> list.maxResults(7)).stream().forEach(page -> {
            assertThat(page.regions()).hasSizeLessThanOrEqualTo(7);
            page.regions().forEach(region -> assertThat(seen.add(region)).isTrue());
        });

        assertThat(seen).contains(
                Region.builder().regionName(OPT_IN).regionOptStatus(RegionOptStatus.ENABLED).build(),
                Region.builder().regionName("us-west-2").regionOptStatus(RegionOptStatus.ENABLED_BY_DEFAULT).build());
        assertThat(seen).extracting(Region::regionName).doesNotContain("cn-north-1");
        assertThat(management.listRegions(list -> list.regionOptStatusContains(RegionOptStatus.ENABLED)).regions())
                .extracting(Region::regionName).containsExactly(OPT_IN);
    }

    @Test
    void list_refuses_a_page_size_out_of_bounds() {
        assertRefused(() -> management.listRegions(list -> list.maxResults(51)), "ValidationException",
                "MaxResults must be between 1 and 50");
        assertRefused(() -> management.listRegions(list -> list.maxResults(0)), "ValidationException",
                "MaxResults must be between 1 and 50");
    }

    @Test
    void another_account_cannot_be_managed() {
        String other = ApiServer.newAccount();
        assertRefused(() -> management.enableRegion(enable -> enable.accountId(other).regionName(OPT_IN)),
                "AccessDeniedException", "The account " + account + " cannot manage the account " + other);
        assertThat(api.accountManagement(other).getRegionOptStatus(get -> get.regionName(OPT_IN)).regionOptStatus())
                .isEqualTo(RegionOptStatus.DISABLED);
    }
}
