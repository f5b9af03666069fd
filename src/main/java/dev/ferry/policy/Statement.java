package dev.ferry.policy;

import dev.ferry.policy.PolicyDocument.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of a policy. It applies to a request when all of its elements match it.
 *
 * @param sid      its name in the policy, or the empty string
 * @param resource the repositories it is about; empty for the one that the policy is attached to
 */
record Statement(
        String sid,
        Effect effect,
        PrincipalElement principal,
        ActionElement action,
        Optional<ResourceElement> resource,
        ConditionBlock condition) {
    private static final Set<String> ELEMENTS = Set.of(
            "Sid",
            "Effect",
            "Principal",
            "NotPrincipal",
            "Action",
            "NotAction",
            "Resource",
            "NotResource",
            "Condition");

    static Statement parse(Kind kind, PolicyVersion version, Element statement) {
        Map<String, Element> elements = statement.members(ELEMENTS);
        if (!elements.containsKey("Effect")) {
            throw statement.invalid("must have an Effect");
        }
        Optional<Element> resource = oneOf(elements, "Resource", "NotResource", statement);
        if (kind != Kind.REPOSITORY && resource.isEmpty()) {
            throw statement.invalid("must have either Resource or NotResource");
        }
        return new Statement(
                elements.containsKey("Sid") ? elements.get("Sid").string() : "",
                Effect.parse(elements.get("Effect")),
                principal(kind, elements, statement),
                ActionElement.parse(
                        kind,
                        elements.containsKey("NotAction"),
                        requireOneOf(elements, "Action", "NotAction", statement)),
                resource.map(
                        element -> ResourceElement.parse(elements.containsKey("NotResource"), version, element)),
                elements.containsKey("Condition")
                        ? ConditionBlock.parse(version, elements.get("Condition"))
                        : ConditionBlock.NONE);
    }

    boolean appliesTo(AccessRequest request) {
        return action.matches(request.action())
                && principal.matches(request.principal())
                && resource.map(element -> element.matches(request)).orElse(true)
                && condition.isMet(request);
    }

    private static PrincipalElement principal(Kind kind, Map<String, Element> elements, Element statement) {
        if (kind != Kind.IDENTITY) {
            return PrincipalElement.parse(
                    elements.containsKey("NotPrincipal"),
                    requireOneOf(elements, "Principal", "NotPrincipal", statement));
        }
        if (oneOf(elements, "Principal", "NotPrincipal", statement).isPresent()) {
            throw statement.invalid("must not have a Principal: the policy is about whom it is attached to");
        }
        return PrincipalElement.EVERYONE;
    }

    private static Element requireOneOf(
            Map<String, Element> elements, String name, String negation, Element statement) {
        return oneOf(elements, name, negation, statement)
                .orElseThrow(() -> statement.invalid("must have either " + name + " or " + negation));
    }

    private static Optional<Element> oneOf(
            Map<String, Element> elements, String name, String negation, Element statement) {
        if (elements.containsKey(name) && elements.containsKey(negation)) {
            throw statement.invalid("must not have both " + name + " and " + negation);
        }
        return Optional.ofNullable(elements.getOrDefault(name, elements.get(negation)));
    }
}
