package dev.ferry.api;

import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;

/**
 * The one question of STS (API reference, version 2011-06-15) that tools ask before they do anything: who am I? Nobody needs
 * leave for it, as on AWS.
 */
@ApplicationScoped
public class StsProtocol {
    private static final QueryProtocol QUERY =
            new QueryProtocol("https://sts.amazonaws.com/doc/2011-06-15/", "InternalFailure");
    private static final String ACTION = "GetCallerIdentity";

    /** It shares IAM's protocol, and is told from it by its version. */
    boolean speaks(HttpRequest request) {
        return QueryProtocol.isForm(request)
                && new String(request.body(), StandardCharsets.UTF_8).contains("Version=2011-06-15");
    }

    ApiResponse answer(HttpRequest request, Authentication authentication) {
        return QUERY.answer(() -> perform(request, authentication.authenticate(request).caller()));
    }

    /** A root user's id is its account's; another principal has none here but that of the key it asks with. */
    private static QueryProtocol.Answer perform(HttpRequest request, Caller caller) {
        String action = FormParameters.parse(request.body()).required("Action");
        if (!action.equals(ACTION)) {
            throw new IamException(400, "InvalidAction", "Ferry has " + ACTION + " of STS only, not " + action);
        }
        boolean root = caller.principalArn().endsWith(":root");
        return new QueryProtocol.Answer(ACTION, result -> result
                .element("Arn", caller.principalArn())
                .element("UserId", root ? caller.account().value() : caller.accessKeyId())
                .element("Account", caller.account().value()));
    }
}
