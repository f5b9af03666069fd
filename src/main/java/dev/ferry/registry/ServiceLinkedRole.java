package dev.ferry.registry;

import java.time.Instant;
import java.util.Set;

/**
 * The role {@code AWSServiceRoleForECRReplication}, with which replication acts for an account (ECR user guide, "Using
 * service-linked roles"). It belongs to the account, not to one of its Regions.
 *
 * @param id      the role's unique id
 * @param regions where a replication configuration is or may be in force; while there is one, the role stays
 */
public record ServiceLinkedRole(AccountId account, String id, Instant createdAt, Set<RegionName> regions) {
    public static final String NAME = "AWSServiceRoleForECRReplication";
    public static final String SERVICE = "replication.ecr.amazonaws.com";
    public static final String PATH = "/aws-service-role/" + SERVICE + "/";

    public ServiceLinkedRole {
        regions = Set.copyOf(regions);
    }

    /** The ARN that the role has, or would have, in an account. */
    public static String arn(Regions.Partition partition, AccountId account) {
        return "arn:" + partition.id() + ":iam::" + account + ":role" + PATH + NAME;
    }
}
