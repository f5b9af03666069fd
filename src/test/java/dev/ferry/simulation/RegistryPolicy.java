package dev.ferry.simulation;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.Registry;
import java.util.Optional;

/** The registry policies that a simulation puts, and what each means, known without reading it. */
public enum RegistryPolicy {
    REPLICATION_AND_CREATION("Allow", "[\"ecr:ReplicateImage\",\"ecr:CreateRepository\"]", true),
    REPLICATION_ONLY("Allow", "[\"ecr:ReplicateImage\"]", true),
    FOR_SOMEONE_ELSE("Allow", "[\"ecr:ReplicateImage\",\"ecr:CreateRepository\"]", false),
    DENIAL("Deny", "\"ecr:*\"", true);

    private final String effect;
    private final String actions;
    private final boolean everyone;

    RegistryPolicy(String effect, String actions, boolean everyone) {
        this.effect = effect;
        this.actions = actions;
        this.everyone = everyone;
    }

    public String text(Registry registry) {
        String principal = everyone
                ? "\"arn:aws:iam::" + World.ONE + ":root\",\"arn:aws:iam::" + World.OTHER + ":root\""
                : "\"arn:aws:iam::777788889999:root\"";
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"" + name().replace("_", "") + "\",\"Effect\":\"" + effect
                + "\",\"Principal\":{\"AWS\":[" + principal + "]},\"Action\":" + actions + ",\"Resource\":\"arn:aws:ecr:"
                + registry.region() + ":" + registry.account() + ":repository/*\"}]}";
    }

    public static RegistryPolicy of(String text) {
        for (RegistryPolicy known : values()) {
            if (text.contains("\"" + known.name().replace("_", "") + "\"")) {
                return known;
            }
        }
        throw new IllegalArgumentException("a policy that nobody put: " + text);
    }

    /** Whether replication from the account is allowed to a registry that has this policy, or none. */
    public static boolean allowsReplication(Optional<RegistryPolicy> policy, AccountId source, Registry destination) {
        boolean own = source.equals(destination.account());
        return policy.map(some -> some != DENIAL && (own || some != FOR_SOMEONE_ELSE)).orElse(own);
    }

    /** Whether replication from the account may make a repository there. */
    public static boolean allowsCreation(Optional<RegistryPolicy> policy, AccountId source, Registry destination) {
        boolean own = source.equals(destination.account());
        return policy.map(some -> some != DENIAL && (own || some == REPLICATION_AND_CREATION)).orElse(own);
    }
}
