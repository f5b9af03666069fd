package dev.ferry.registry;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a repository is called by policies and tags: {@code arn:aws:ecr:us-west-2:111122223333:repository/team/app}
 * (Service Authorization Reference, "Amazon Elastic Container Registry").
 *
 * @param partition {@code aws}, {@code aws-cn}, …; whether it is the Region's is for {@link Regions} to say
 */
public record RepositoryArn(String partition, Registry registry, RepositoryName name) {
    private static final Pattern ARN = Pattern.compile(
            "arn:(?<partition>aws[a-z-]*+):ecr:(?<region>[^:]++):(?<account>[^:]++):repository/(?<name>.++)");

    public static RepositoryArn of(Regions.Partition partition, Registry registry, RepositoryName name) {
        return new RepositoryArn(partition.id(), registry, name);
    }

    /** @throws InvalidValueException if it isn't the ARN of a repository */
    public static RepositoryArn parse(String text) {
        Matcher parts = ARN.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("must be the ARN of a repository, such as "
                    + "arn:aws:ecr:us-west-2:111122223333:repository/team/app");
        }
        return new RepositoryArn(
                parts.group("partition"),
                Registry.of(parts.group("account"), parts.group("region")),
                new RepositoryName(parts.group("name")));
    }

    /** What stands for every repository of a registry in an ARN. */
    public static String any(Regions.Partition partition, Registry registry) {
        return start(partition.id(), registry) + "*";
    }

    /** What stands for every repository that a creation template with this prefix is for. */
    public static String under(Regions.Partition partition, Registry registry, TemplatePrefix prefix) {
        return prefix.equals(TemplatePrefix.ROOT)
                ? any(partition, registry)
                : start(partition.id(), registry) + prefix + "/*";
    }

    private static String start(String partition, Registry registry) {
        return "arn:" + partition + ":ecr:" + registry.region() + ":" + registry.account() + ":repository/";
    }

    @Override
    public String toString() {
        return start(partition, registry) + name;
    }
}
