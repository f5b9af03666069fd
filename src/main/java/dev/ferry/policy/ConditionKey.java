package dev.ferry.policy;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A key of the request's context that conditions and policy variables may name: the global keys that a request to a
 * registry can have, and ECR's own (IAM User Guide, "AWS global condition context keys"; Service Authorization
 * Reference, "Amazon Elastic Container Registry"). A key's name is the same in any case.
 */
record ConditionKey(String lowerCaseName) {
    private static final Set<String> NAMES = lowerCase(
            "aws:CalledVia",
            "aws:CurrentTime",
            "aws:EpochTime",
            "aws:PrincipalAccount",
            "aws:PrincipalArn",
            "aws:PrincipalIsAWSService",
            "aws:PrincipalOrgID",
            "aws:PrincipalOrgPaths",
            "aws:PrincipalServiceName",
            "aws:PrincipalType",
            "aws:Referer",
            "aws:RequestedRegion",
            "aws:ResourceAccount",
            "aws:SecureTransport",
            "aws:SourceAccount",
            "aws:SourceArn",
            "aws:SourceIp",
            "aws:SourceOrgID",
            "aws:SourceVpc",
            "aws:SourceVpce",
            "aws:TagKeys",
            "aws:UserAgent",
            "aws:userid",
            "aws:username",
            "aws:ViaAWSService",
            "aws:VpcSourceIp");
    private static final Set<String> MULTIVALUED = lowerCase("aws:CalledVia", "aws:PrincipalOrgPaths", "aws:TagKeys");
    /** Keys that are followed by the key of a tag. */
    private static final Set<String> TAGS =
            lowerCase("aws:PrincipalTag", "aws:RequestTag", "aws:ResourceTag", "ecr:ResourceTag");

    private static final Pattern TAG_KEY = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}");

    /** The key of that name, if a request to a registry can have it. */
    static Optional<ConditionKey> named(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        int slash = lowerCase.indexOf('/');
        boolean known = slash < 0
                ? NAMES.contains(lowerCase)
                : TAGS.contains(lowerCase.substring(0, slash))
                        && TAG_KEY.matcher(lowerCase.substring(slash + 1)).matches();
        return known ? Optional.of(new ConditionKey(lowerCase)) : Optional.empty();
    }

    /** Whether one request may have several values for it, so that it can't be a policy variable. */
    boolean isMultivalued() {
        return MULTIVALUED.contains(lowerCaseName);
    }

    private static Set<String> lowerCase(String... names) {
        return Stream.of(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
