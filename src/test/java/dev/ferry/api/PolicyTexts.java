package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Policies of one statement for tests. */
final class PolicyTexts {
    private PolicyTexts() {}

    /** @param principal an ARN, an account or {@code *} */
    static String allow(String principal, String action) {
        return repository("Allow", "Principal", principal, action);
    }

    static String deny(String principal, String action) {
        return repository("Deny", "Principal", principal, action);
    }

    /** @param element {@code Principal} or {@code NotPrincipal} */
    static String repository(String effect, String element, String principal, String action) {
        return policy(statement(effect, element, principal, action));
    }

    /** @param resource an ARN, with wildcards if need be */
    static String registry(String effect, String principal, String action, String resource) {
        return policy(statement(effect, "Principal", principal, action).put("Resource", resource));
    }

    static String policy(ObjectNode statement) {
        ObjectNode policy = EcrJson.object().put("Version", "2012-10-17");
        policy.putArray("Statement").add(statement);
        return policy.toString();
    }

    static ObjectNode statement(String effect, String element, String principal, String action) {
        ObjectNode statement = EcrJson.object().put("Effect", effect).put("Action", action);
        statement.putObject(element).put("AWS", principal);
        return statement;
    }
}
