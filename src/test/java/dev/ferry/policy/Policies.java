package dev.ferry.policy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.List;
import java.util.Map;

/** Policies and requests for the tests, of which one thing at a time is told. */
final class Policies {
    static final String SOURCE = "111122223333";
    static final String DESTINATION = "444455556666";
    static final String ROOT = "arn:aws:iam::" + SOURCE + ":root";
    static final String REPOSITORY = "arn:aws:ecr:us-west-2:" + DESTINATION + ":repository/prod-api";

    private Policies() {}

    static Decision decide(String registryPolicy, AccessRequest request) {
        return PolicyDocument.parse(Kind.REGISTRY, registryPolicy).decide(request);
    }

    /** A policy of one statement that allows, with these of its elements instead of those that match everything. */
    static String allow(String... elements) {
        return policy("2012-10-17", "Allow", elements);
    }

    static String policy(String version, String effect, String... elements) {
        return "{\"Version\": \"" + version + "\", \"Statement\": " + statement(effect, elements) + "}";
    }

    static String statement(String effect, String... elements) {
        StringBuilder statement = new StringBuilder("{\"Effect\": \"" + effect + "\"");
        String given = String.join(", ", elements);
        for (String name : List.of("Principal", "Action", "Resource")) {
            if (!given.contains("\"" + name + "\":") && !given.contains("\"Not" + name + "\":")) {
                statement.append(", \"").append(name).append("\": \"*\"");
            }
        }
        return statement.append(given.isEmpty() ? "" : ", " + given).append("}").toString();
    }

    static AccessRequest replicate() {
        return replicateAs(Principal.ofArn(ROOT));
    }

    static AccessRequest replicateAs(Principal principal) {
        return new AccessRequest(principal, "ecr:ReplicateImage", REPOSITORY, Map.of());
    }

    static AccessRequest replicateTo(String resource) {
        return new AccessRequest(Principal.ofArn(ROOT), "ecr:ReplicateImage", resource, Map.of());
    }

    static AccessRequest replicateWith(Map<String, List<String>> context) {
        return new AccessRequest(Principal.ofArn(ROOT), "ecr:ReplicateImage", REPOSITORY, context);
    }
}
