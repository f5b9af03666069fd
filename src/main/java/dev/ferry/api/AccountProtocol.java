package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.clients.FullStorage;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** The REST JSON protocol as AWS Account Management speaks it, for the actions on Regions. */
@ApplicationScoped
public class AccountProtocol {
    private static final Logger LOG = Logger.getLogger(AccountProtocol.class);

    private final RegionActions actions;
    private final ResourcePolicies policies;

    public AccountProtocol(RegionActions actions, ResourcePolicies policies) {
        this.actions = actions;
        this.policies = policies;
    }

    boolean speaks(HttpRequest request) {
        return RegionActions.PATHS.contains(request.path());
    }

    ApiResponse answer(HttpRequest request, Authentication authentication) {
        String requestId = UUID.randomUUID().toString();
        try {
            Authentication.Signature signature = authentication.authenticate(request);
            policies.requireOfCaller(AuthorizationRequest.ofAccount(
                    signature.caller(), action(request.path()), signature.region(), request.origin()));
            return json(200, requestId, Map.of(), actions.act(request.path(), EcrJson.parse(request.body()), signature));
        } catch (EcrException error) {
            return error(requestId, error);
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            LOG.errorf(failure, "Request %s failed: %s", requestId, request.path());
            return error(requestId, new EcrException(ErrorCode.SERVER, FullStorage.caused(failure)
                    ? FullStorage.MESSAGE
                    : "The request failed on the server's side"));
        }
    }

    /** {@code EnableRegion} for {@code /enableRegion}. */
    private static String action(String path) {
        return path.substring(1, 2).toUpperCase(Locale.ROOT) + path.substring(2);
    }

    private static ApiResponse error(String requestId, EcrException error) {
        return json(HttpStatus.of(error.code()), requestId, Map.of("x-amzn-ErrorType", error.code().type()),
                EcrJson.object().put("message", error.getMessage()));
    }

    private static ApiResponse json(int status, String requestId, Map<String, String> more, ObjectNode body) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-RequestId", requestId);
        return new ApiResponse(status, headers, EcrJson.write(body));
    }
}
