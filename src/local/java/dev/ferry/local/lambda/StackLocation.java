package dev.ferry.local.lambda;

import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * Where a stack is deployed.
 *
 * @param account the operator's account
 */
public record StackLocation(String account, String region) {

    /** The ARN of a resource of the stack. */
    public String arn(String service, String resource) {
        String partition = PartitionMetadata.of(Region.of(region)).id();
        return String.join(":", "arn", partition, service, region, account, resource);
    }

    public String functionArn(String function) {
        return arn("lambda", "function:" + function);
    }
}
