package dev.ferry.service.access;

import dev.ferry.identity.Caller;
import dev.ferry.policy.RequestOrigin;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import java.util.List;
import java.util.Map;

/**
 * What a caller asks to be allowed, as IAM calls it.
 *
 * @param action  as policies name it: {@code ecr:PutImage}
 * @param context the condition keys that the request has besides those of its caller, its registry and its repository
 */
public record AuthorizationRequest(Caller caller, String action, Registry registry, Map<String, List<String>> context) {
    public AuthorizationRequest {
        context = Map.copyOf(context);
    }

    /** Of the same caller and registry, for another action that the request comes to. */
    public AuthorizationRequest about(String action) {
        return new AuthorizationRequest(caller, action, registry, context);
    }

    /** About a caller's own account, as a Region keeps it: of IAM or Account Management. */
    public static AuthorizationRequest ofAccount(Caller caller, String action, RegionName region, RequestOrigin origin) {
        return new AuthorizationRequest(caller, action, new Registry(caller.account(), region), origin.conditionKeys());
    }
}
