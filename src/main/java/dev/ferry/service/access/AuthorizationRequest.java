package dev.ferry.service.access;

import dev.ferry.identity.Caller;
import dev.ferry.policy.ActionScope;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequestOrigin;
import dev.ferry.policy.RequiredActions;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a caller asks to be allowed, as IAM calls it.
 *
 * @param endpoint  as {@link RequiredActions} names it
 * @param occasions for which of its actions
 * @param context   the condition keys that the request has besides those of its caller, its registry and its repository
 */
public record AuthorizationRequest(
        Caller caller, String endpoint, Set<Occasion> occasions, Registry registry, Map<String, List<String>> context) {
    public AuthorizationRequest {
        occasions = Set.copyOf(occasions);
        context = Map.copyOf(context);
    }

    /** The actions that have to be allowed, as policies name them. */
    List<String> actions(ActionScope scope) {
        return RequiredActions.of(endpoint, occasions, scope);
    }

    /** The same request for what it comes to on this occasion, and for nothing else. */
    public AuthorizationRequest on(Occasion occasion) {
        return new AuthorizationRequest(caller, endpoint, Set.of(occasion), registry, context);
    }

    /** About a caller's own account, as a Region keeps it: of IAM or Account Management. */
    public static AuthorizationRequest ofAccount(
            Caller caller, String operation, RegionName region, RequestOrigin origin) {
        return new AuthorizationRequest(
                caller, operation, Set.of(Occasion.ALWAYS), new Registry(caller.account(), region), origin.conditionKeys());
    }
}
