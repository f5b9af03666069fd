package dev.ferry.api;

import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The one question of STS (API reference, version 2011-06-15) that tools ask before they do anything: who am I? Nobody needs
 * leave for it, as on AWS.
 */
@ApplicationScoped
public class StsProtocol {
    private static final Logger LOG = Logger.getLogger(StsProtocol.class);
    private static final String NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";
    private static final String ACTION = "GetCallerIdentity";

    /** It shares IAM's protocol, and is told from it by its version. */
    boolean speaks(HttpRequest request) {
        return IamProtocol.isForm(request)
                && new String(request.body(), StandardCharsets.UTF_8).contains("Version=2011-06-15");
    }

    ApiResponse answer(HttpRequest request, Authentication authentication) {
        String requestId = UUID.randomUUID().toString();
        try {
            Caller caller = authentication.authenticate(request).caller();
            String action = FormParameters.parse(request.body()).required("Action");
            if (!action.equals(ACTION)) {
                throw new IamException(400, "InvalidAction", "Ferry has " + ACTION + " of STS only, not " + action);
            }
            return IamProtocol.xml(200, requestId, identity(requestId, caller));
        } catch (IamException error) {
            return IamProtocol.error(requestId, error);
        } catch (EcrException error) {
            return IamProtocol.error(requestId, IamException.of(error));
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            LOG.errorf(failure, "Request %s failed", requestId);
            return IamProtocol.error(
                    requestId, new IamException(500, "InternalFailure", "The request failed on the server's side"));
        }
    }

    /** A root user's id is its account's; another principal has none here but that of the key it asks with. */
    private static byte[] identity(String requestId, Caller caller) {
        boolean root = caller.principalArn().endsWith(":root");
        return IamXml.document(ACTION + "Response", NAMESPACE, response -> response
                .element(ACTION + "Result", result -> result
                        .element("Arn", caller.principalArn())
                        .element("UserId", root ? caller.account().value() : caller.accessKeyId())
                        .element("Account", caller.account().value()))
                .element("ResponseMetadata", metadata -> metadata.element("RequestId", requestId)));
    }
}
