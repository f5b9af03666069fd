package dev.ferry.policy;

import dev.ferry.policy.PolicyDocument.Kind;
import dev.ferry.registry.Wildcard;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An action of an Action or NotAction element: {@code ecr:BatchGetImage}, {@code ecr:Batch*}, {@code *}. It is the
 * same in any case (IAM User Guide, "Action"). No other service's action can be asked of a registry, so none is
 * accepted; a principal can ask for those of IAM and of Account Management that Ferry has, and has to be allowed those of
 * KMS that ECR performs for it.
 */
record ActionPattern(String lowerCase) {
    private static final Pattern OF_A_REGISTRY = Pattern.compile("\\*|(?:\\*|ecr):[a-z0-9*?]+");
    private static final Pattern OF_A_PRINCIPAL = Pattern.compile("\\*|(?:\\*|ecr|iam|account|kms):[a-z0-9*?]+");

    static ActionPattern parse(Kind kind, Element element) {
        String lowerCase = element.string().toLowerCase(Locale.ROOT);
        Pattern pattern = kind == Kind.IDENTITY ? OF_A_PRINCIPAL : OF_A_REGISTRY;
        if (!pattern.matcher(lowerCase).matches()) {
            throw element.mustBe("\"*\" or an action of ecr, such as \"ecr:ReplicateImage\" or \"ecr:*\"");
        }
        return new ActionPattern(lowerCase);
    }

    boolean matches(String action) {
        return Wildcard.matches(lowerCase, action.toLowerCase(Locale.ROOT));
    }
}
