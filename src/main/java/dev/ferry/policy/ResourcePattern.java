package dev.ferry.policy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A resource of a Resource or NotResource element: {@code *} or the ARN of repositories, in which wildcards may stand
 * anywhere but for the service, and policy variables in the last part only (IAM User Guide, "Resource", "Variables").
 * A {@code *} at the end stands for the parts that are missing.
 */
record ResourcePattern(PolicyString arn) {
    private static final int PARTS = 6;
    private static final int SERVICE = 2;
    private static final String REPOSITORY = "repository/";
    private static final List<Pattern> BEFORE_RESOURCE = List.of(
            Pattern.compile("arn"),
            Pattern.compile("[a-z*?-]+"),
            Pattern.compile("ecr"),
            Pattern.compile("[a-z0-9*?-]+"),
            Pattern.compile("[0-9]{12}|(?=[0-9]*+[*?])[0-9*?]+"));

    static ResourcePattern parse(PolicyVersion version, Element element) {
        PolicyString text = PolicyString.parse(version, element, element.string());
        if (!element.string().equals("*") && !isRepositoryArn(text.split(':', PARTS), element.string())) {
            throw element.mustBe("\"*\" or a repository's ARN, such as "
                    + "\"arn:aws:ecr:us-west-2:111122223333:repository/prod-*\"");
        }
        return new ResourcePattern(text);
    }

    boolean matches(AccessRequest request) {
        return arn.resolve(request).map(pattern -> pattern.matches(request.resource())).orElse(false);
    }

    private static boolean isRepositoryArn(List<PolicyString> parts, String text) {
        for (int i = 0; i < Math.min(parts.size(), BEFORE_RESOURCE.size()); i++) {
            Optional<String> part = parts.get(i).withoutVariables();
            if (part.isEmpty() || !BEFORE_RESOURCE.get(i).matcher(part.get()).matches()) {
                return false;
            }
        }
        return parts.size() == PARTS
                ? mayBeRepository(parts.get(PARTS - 1))
                : parts.size() > SERVICE + 1 && text.endsWith("*");
    }

    private static boolean mayBeRepository(PolicyString resource) {
        String start = resource.fixedStart();
        return start.startsWith(REPOSITORY) || !resource.isFixed() && REPOSITORY.startsWith(start);
    }
}
