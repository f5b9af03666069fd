package dev.ferry.api;

import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The AWS Query protocol as IAM speaks it (IAM API reference, version 2010-05-08), for the part of IAM by which the
 * service-linked role of replication is seen, made and deleted. A form comes in, XML goes out.
 */
@ApplicationScoped
public class IamProtocol {
    private static final Logger LOG = Logger.getLogger(IamProtocol.class);

    private final ServiceLinkedRoleActions actions;
    private final ResourcePolicies policies;

    public IamProtocol(ServiceLinkedRoleActions actions, ResourcePolicies policies) {
        this.actions = actions;
        this.policies = policies;
    }

    boolean speaks(HttpRequest request) {
        return isForm(request);
    }

    static boolean isForm(HttpRequest request) {
        return request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    }

    ApiResponse answer(HttpRequest request, Authentication authentication) {
        String requestId = UUID.randomUUID().toString();
        try {
            Authentication.Signature signature = authentication.authenticate(request);
            FormParameters input = FormParameters.parse(request.body());
            String action = input.required("Action");
            if (ServiceLinkedRoleActions.NAMES.contains(action)) {
                policies.requireOfCaller(AuthorizationRequest.ofAccount(
                        signature.caller(), action, signature.region(), request.origin()));
            }
            return result(requestId, action, actions.act(action, input, signature));
        } catch (IamException error) {
            return error(requestId, error);
        } catch (EcrException error) {
            return error(requestId, IamException.of(error));
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            LOG.errorf(failure, "Request %s failed", requestId);
            return error(requestId, new IamException(500, "ServiceFailure", "The request failed on the server's side"));
        }
    }

    private static ApiResponse result(String requestId, String action, IamXml.Content result) {
        return xml(200, requestId, IamXml.document(action + "Response", response -> response
                .element(action + "Result", result)
                .element("ResponseMetadata", metadata -> metadata.element("RequestId", requestId))));
    }

    static ApiResponse error(String requestId, IamException error) {
        return xml(error.status(), requestId, IamXml.document("ErrorResponse", response -> response
                .element("Error", fields -> fields
                        .element("Type", error.status() < 500 ? "Sender" : "Receiver")
                        .element("Code", error.code())
                        .element("Message", error.getMessage()))
                .element("RequestId", requestId)));
    }

    static ApiResponse xml(int status, String requestId, byte[] body) {
        return new ApiResponse(status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
    }
}
