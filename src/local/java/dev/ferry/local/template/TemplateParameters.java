package dev.ferry.local.template;

import java.util.Map;

/**
 * Where a template is deployed to, and what its parameters are set to.
 *
 * @param region    {@code AWS::Region}
 * @param accountId {@code AWS::AccountId}
 * @param partition {@code AWS::Partition}
 * @param dnsSuffix {@code AWS::URLSuffix}
 * @param overrides values of the template's parameters; those that are absent have their defaults
 */
public record TemplateParameters(
        String region, String accountId, String partition, String dnsSuffix, Map<String, String> overrides) {

    public TemplateParameters {
        overrides = Map.copyOf(overrides);
    }

    String arn(String service, String resource) {
        return String.join(":", "arn", partition, service, region, accountId, resource);
    }
}
