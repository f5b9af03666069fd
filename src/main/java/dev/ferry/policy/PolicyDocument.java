package dev.ferry.policy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A policy of ECR's resources or of an access key, in the IAM JSON policy language (IAM User Guide, "Grammar of the IAM JSON policy
 * language"). A policy that exists is one this package understands to the last element.
 */
public final class PolicyDocument {
    private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");

    private static final String GET_AUTHORIZATION_TOKEN = "ecr:GetAuthorizationToken";

    private final String text;
    private final List<Statement> statements;

    private PolicyDocument(String text, List<Statement> statements) {
        this.text = text;
        this.statements = List.copyOf(statements);
    }

    /** What a policy is attached to. */
    public enum Kind {
        /** A registry: every statement names the repositories it is about. */
        REGISTRY,
        /** One repository, which its statements mean when they name none. */
        REPOSITORY,
        /** A principal: its statements name no principal, for it is the one whom the policy is attached to. */
        IDENTITY
    }

    /** @throws InvalidPolicyException if it isn't a policy of that kind, or has anything in it that isn't known here */
    public static PolicyDocument parse(Kind kind, String text) {
        Map<String, Element> elements = Element.read(text).members(ELEMENTS);
        PolicyVersion version = elements.containsKey("Version")
                ? PolicyVersion.parse(elements.get("Version"))
                : PolicyVersion.V2008_10_17;
        if (elements.containsKey("Id")) {
            elements.get("Id").string();
        }
        if (!elements.containsKey("Statement")) {
            throw new InvalidPolicyException("The policy must have a Statement");
        }
        Set<String> sids = new HashSet<>();
        List<Statement> statements = new ArrayList<>();
        for (Element element : elements.get("Statement").items()) {
            Statement statement = Statement.parse(kind, version, element);
            boolean sidsDiffer = kind != Kind.REPOSITORY;
            if (sidsDiffer && !statement.sid().isEmpty() && !sids.add(statement.sid())) {
                throw element.invalid("must not have the Sid of another statement");
            }
            statements.add(statement);
        }
        return new PolicyDocument(text, statements);
    }

    /**
     * Refuses what ECR takes in no repository's policy, though it can be judged: a Resource, as the policy means the
     * repository that has it, and the action that is about no repository.
     *
     * @throws InvalidPolicyException that says which statement has it
     */
    public void requireOfRepository() {
        for (int i = 0; i < statements.size(); i++) {
            if (statements.get(i).resource().isPresent()) {
                throw new InvalidPolicyException("Statement[" + i + "] must not have a Resource or NotResource: "
                        + "the policy is about the repository that has it");
            }
            if (statements.get(i).action().names(GET_AUTHORIZATION_TOKEN)) {
                throw new InvalidPolicyException("Statement[" + i + "] must not name " + GET_AUTHORIZATION_TOKEN
                        + ", which is about no repository");
            }
        }
    }

    /** The text it was parsed from, to the last space: what ECR gives back. */
    public String text() {
        return text;
    }

    /** Policies of the same text are the same. */
    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyDocument policy && policy.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /**
     * What a policy says, and which statement of it decides.
     *
     * @param statement its Sid, or {@code Statement[n]}, counted from 0, where it has none; empty for an implicit deny
     */
    public record Judgement(Decision decision, Optional<String> statement) {
        /** What is said where there is no policy, or none of its statements is about the request. */
        public static final Judgement NONE = new Judgement(Decision.IMPLICIT_DENY, Optional.empty());
    }

    /** One statement that denies decides; else the first that allows; else the request is implicitly denied. */
    public Judgement judge(AccessRequest request) {
        Judgement judgement = Judgement.NONE;
        for (int i = 0; i < statements.size(); i++) {
            Statement statement = statements.get(i);
            if (statement.appliesTo(request)) {
                Optional<String> name = Optional.of(statement.sid().isEmpty() ? "Statement[" + i + "]" : statement.sid());
                if (statement.effect() == Effect.DENY) {
                    return new Judgement(Decision.EXPLICIT_DENY, name);
                }
                judgement = judgement.equals(Judgement.NONE) ? new Judgement(Decision.ALLOW, name) : judgement;
            }
        }
        return judgement;
    }

    public Decision decide(AccessRequest request) {
        return judge(request).decision();
    }
}
