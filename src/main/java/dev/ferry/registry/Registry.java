package dev.ferry.registry;

/**
 * A private registry: one account in one Region. It is also how ECR names a replication destination.
 */
public record Registry(AccountId account, RegionName region) implements Comparable<Registry> {

    public static Registry of(String account, String region) {
        return new Registry(new AccountId(account), new RegionName(region));
    }

    @Override
    public int compareTo(Registry other) {
        int byRegion = region.compareTo(other.region);
        return byRegion != 0 ? byRegion : account.compareTo(other.account);
    }

    @Override
    public String toString() {
        return account + "/" + region;
    }
}
