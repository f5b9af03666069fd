package dev.ferry.service.access;

import dev.ferry.policy.AccessRequest;
import dev.ferry.policy.IamArn;
import dev.ferry.policy.Principal;
import dev.ferry.registry.Registry;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What policies are asked: a request with the condition keys that every request has. */
public final class AccessRequests {
    private AccessRequests() {}

    /**
     * @param principalArn who asks
     * @param registry     which is asked
     * @param resource     an ARN, or {@code *} for the registry itself
     * @param more         the condition keys that this request has besides
     */
    public static AccessRequest of(
            String principalArn, String action, Registry registry, String resource, Instant now,
            Map<String, List<String>> more) {
        IamArn principal = IamArn.parse(principalArn);
        Map<String, List<String>> context = new HashMap<>();
        // Of tags whose keys differ in case alone, a policy sees one key with the values of all.
        more.forEach((key, values) -> context.merge(key.toLowerCase(Locale.ROOT), values,
                (first, second) -> Stream.concat(first.stream(), second.stream()).toList()));
        context.put("aws:CurrentTime", List.of(now.toString()));
        context.put("aws:EpochTime", List.of(Long.toString(now.getEpochSecond())));
        context.put("aws:PrincipalAccount", List.of(principal.account().value()));
        context.put("aws:PrincipalArn", List.of(principalArn));
        context.put("aws:PrincipalIsAWSService", List.of("false"));
        context.put("aws:PrincipalType", List.of(type(principal)));
        context.put("aws:RequestedRegion", List.of(registry.region().value()));
        context.put("aws:ResourceAccount", List.of(registry.account().value()));
        context.put("aws:SecureTransport", List.of("true"));
        context.put("aws:ViaAWSService", List.of("false"));
        if (principal.type() == IamArn.Type.ROOT) {
            context.put("aws:userid", List.of(principal.account().value()));
        }
        if (principal.type() == IamArn.Type.USER) {
            context.put("aws:username", List.of(principal.name().substring(principal.name().lastIndexOf('/') + 1)));
        }
        return new AccessRequest(Principal.ofArn(principalArn), action, resource, context);
    }

    /** IAM User Guide, "AWS global condition context keys", {@code aws:PrincipalType}. */
    private static String type(IamArn principal) {
        return switch (principal.type()) {
            case ROOT -> "Account";
            case USER -> "User";
            case ROLE, ASSUMED_ROLE -> "AssumedRole";
            case FEDERATED_USER -> "FederatedUser";
        };
    }
}
