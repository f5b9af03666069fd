package dev.ferry.kills;

import dev.ferry.kills.SourceRepository.Entry;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;

/**
 * Three accounts in three Regions. Images of the account's west go to its east and to a partner, with their deletions;
 * the east has a rule of its own and the partner one that leads back to the west, which would carry replicas on if they were taken for pushes. One
 * destination never permitted anything.
 */
final class Scenario {
    private static final Registry WEST = Registry.of("111122223333", "us-west-2");
    private static final Registry EAST = Registry.of("111122223333", "us-east-1");
    private static final Registry PARTNER = Registry.of("444455556666", "eu-west-1");
    private static final Registry PARTNERS_WEST = Registry.of("444455556666", "us-west-2");
    private static final Registry STRANGER = Registry.of("777788889999", "eu-west-1");

    static final List<Registry> REGISTRIES = List.of(WEST, EAST, PARTNER, PARTNERS_WEST, STRANGER);

    static final List<SourceRepository> SOURCES = List.of(
            mirrored("west/app", Entry.ECR),
            mirrored("west/tool", Entry.OCI),
            source(EAST, "east/app", Entry.ECR, PARTNERS_WEST),
            source(PARTNER, "partner/app", Entry.OCI, WEST),
            new SourceRepository(WEST, new RepositoryName("denied/app"), List.of(STRANGER), Entry.ECR, false, false));

    private Scenario() {}

    /** Where the account's west goes with its deletions, and where backfills bring the same again and again. */
    static List<Registry> mirrors() {
        return List.of(EAST, PARTNER);
    }

    static Registry mirroredRegistry() {
        return WEST;
    }

    private static SourceRepository mirrored(String name, Entry door) {
        return new SourceRepository(WEST, new RepositoryName(name), mirrors(), door, true, true);
    }

    private static SourceRepository source(Registry registry, String name, Entry door, Registry... destinations) {
        return new SourceRepository(registry, new RepositoryName(name), List.of(destinations), door, true, false);
    }

    static void setUp(PatientClient client) {
        permit(client, PARTNER, WEST);
        permit(client, PARTNERS_WEST, EAST);
        permit(client, WEST, PARTNER);
        mirror(client);
        replicate(client, EAST, rule("", PARTNERS_WEST));
        replicate(client, PARTNER, rule("", WEST));
        SOURCES.forEach(source -> client.ask(source.registry(),
                ecr -> ecr.createRepository(create -> create.repositoryName(source.name().value()))));
    }

    private static void permit(PatientClient client, Registry destination, Registry source) {
        String policy = """
                {"Version":"2012-10-17","Statement":[{"Sid":"Replicas","Effect":"Allow",
                 "Principal":{"AWS":"arn:aws:iam::%s:root"},"Action":["ecr:ReplicateImage","ecr:CreateRepository"],
                 "Resource":["arn:aws:ecr:%s:%s:repository/*"]}]}
                """.formatted(source.account(), destination.region(), destination.account());
        client.ask(destination, ecr -> ecr.putRegistryPolicy(put -> put.policyText(policy)));
    }

    private static void replicate(PatientClient client, Registry source, ReplicationRule... rules) {
        client.ask(source, ecr -> ecr.putReplicationConfiguration(
                put -> put.replicationConfiguration(configuration -> configuration.rules(rules))));
    }

    /** By a member of the rule that the AWS SDK does not know yet. */
    private static void mirror(PatientClient client) {
        client.call(WEST, "PutReplicationConfiguration", """
                {"replicationConfiguration": {"rules": [
                 {"destinations": [%s, %s], "deleteReplication": {"enabled": true},
                  "repositoryFilters": [{"filter": "west/", "filterType": "PREFIX_MATCH"}]},
                 {"destinations": [%s], "repositoryFilters": [{"filter": "denied/", "filterType": "PREFIX_MATCH"}]}]}}
                """.formatted(json(EAST), json(PARTNER), json(STRANGER)));
    }

    static String json(Registry destination) {
        return "{\"region\": \"%s\", \"registryId\": \"%s\"}".formatted(destination.region(), destination.account());
    }

    /** @param prefix of the repositories, or empty for all */
    private static ReplicationRule rule(String prefix, Registry... destinations) {
        ReplicationRule.Builder rule = ReplicationRule.builder().destinations(Stream.of(destinations)
                .map(to -> ReplicationDestination.builder()
                        .region(to.region().value())
                        .registryId(to.account().value())
                        .build())
                .toList());
        if (!prefix.isEmpty()) {
            rule.repositoryFilters(filter -> filter.filter(prefix).filterType(RepositoryFilterType.PREFIX_MATCH));
        }
        return rule.build();
    }
}
