package dev.ferry.api;

import dev.ferry.identity.HttpRequest;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * IAM (API reference, version 2010-05-08), as far as the service-linked role of replication is seen, made and deleted by it.
 */
@ApplicationScoped
public class IamProtocol {
    private static final QueryProtocol QUERY =
            new QueryProtocol("https://iam.amazonaws.com/doc/2010-05-08/", "ServiceFailure");

    private final ServiceLinkedRoleActions actions;
    private final ResourcePolicies policies;

    public IamProtocol(ServiceLinkedRoleActions actions, ResourcePolicies policies) {
        this.actions = actions;
        this.policies = policies;
    }

    boolean speaks(HttpRequest request) {
        return QueryProtocol.isForm(request);
    }

    ApiResponse answer(HttpRequest request, Authentication authentication) {
        return QUERY.answer(() -> perform(request, authentication.authenticate(request)));
    }

    private QueryProtocol.Answer perform(HttpRequest request, Authentication.Signature signature) {
        FormParameters input = FormParameters.parse(request.body());
        String action = input.required("Action");
        if (ServiceLinkedRoleActions.NAMES.contains(action)) {
            policies.requireOfCaller(AuthorizationRequest.ofAccount(
                    signature.caller(), action, signature.region(), request.origin()));
        }
        return new QueryProtocol.Answer(action, actions.act(action, input, signature));
    }
}
