package dev.ferry.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The Principal of a statement, whom it is about, or its NotPrincipal, whom it is not about (IAM User Guide,
 * "Principal", "NotPrincipal").
 */
record PrincipalElement(boolean negated, List<PrincipalPattern> patterns) {
    private static final Map<String, Function<Element, PrincipalPattern>> TYPES = Map.of(
            "AWS", PrincipalPattern::parseAws,
            "Service", PrincipalPattern::parseService,
            "Federated", PrincipalPattern::parseFederated,
            "CanonicalUser", PrincipalPattern::parseCanonicalUser);

    /** What stands for the principal of a policy that names none. */
    static final PrincipalElement EVERYONE = new PrincipalElement(false, List.of(new PrincipalPattern.Everyone()));

    PrincipalElement {
        patterns = List.copyOf(patterns);
    }

    static PrincipalElement parse(boolean negated, Element element) {
        if (element.json().isTextual()) {
            if (!element.string().equals("*")) {
                throw element.mustBe("\"*\" or an object such as {\"AWS\": …}");
            }
            return new PrincipalElement(negated, List.of(new PrincipalPattern.Everyone()));
        }
        List<PrincipalPattern> patterns = new ArrayList<>();
        element.members(TYPES.keySet()).forEach((type, principals) ->
                principals.items().forEach(principal -> patterns.add(TYPES.get(type).apply(principal))));
        if (patterns.isEmpty()) {
            throw element.invalid("must name a principal");
        }
        return new PrincipalElement(negated, patterns);
    }

    boolean matches(Principal principal) {
        return negated
                ? patterns.stream().noneMatch(pattern -> isException(pattern, principal))
                : patterns.stream().anyMatch(pattern -> pattern.matches(principal));
    }

    /**
     * Whether a pattern of a NotPrincipal excepts somebody. To except a user or a role, IAM wants its account named
     * beside it; that doesn't except everyone else in the account, but for the root user.
     */
    private boolean isException(PrincipalPattern pattern, Principal principal) {
        if (pattern instanceof PrincipalPattern.Account account
                && namesOneOf(account)
                && principal instanceof Principal.Iam iam) {
            return account.matches(iam) && iam.arn().type() == IamArn.Type.ROOT;
        }
        return pattern.matches(principal);
    }

    private boolean namesOneOf(PrincipalPattern.Account account) {
        return patterns.stream().anyMatch(pattern -> pattern instanceof PrincipalPattern.Named named
                && named.arn().account().equals(account.id()));
    }
}
