package dev.ferry.local.apigateway;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says what Ferry does not have. Whoever points all AWS clients at the local cloud asks it for the whole of AWS, and would
 * otherwise read that a signature is wrong.
 */
final class MissingService {
    private static final Set<String> PRESENT = Set.of("ecr", "iam", "sts", "account", "events");

    private MissingService() {}

    static boolean isMissing(CredentialScope scope) {
        return !PRESENT.contains(scope.service());
    }

    /** In the form that the service's clients read: JSON for those that send it, XML for all others. */
    static GatewayResponse answer(GatewayRequest request, CredentialScope scope) {
        String message = "Ferry does not have the service " + scope.service()
                + ": it has ecr, PutEvents of events, and of iam, sts and account what replication needs";
        String type = request.header("content-type").orElse("");
        if (type.startsWith("application/x-amz-json") || type.startsWith("application/json")) {
            return GatewayResponse.error(501, "UnknownOperationException", message);
        }
        // The service's name, as all of the message, is of letters that XML has as they are.
        boolean query = type.startsWith("application/x-www-form-urlencoded");
        String error = "<Error><Code>NotImplemented</Code><Message>" + message + "</Message></Error>";
        return new GatewayResponse(
                501,
                Map.of("Content-Type", List.of("text/xml")),
                (query ? "<ErrorResponse>" + error + "</ErrorResponse>" : error).getBytes(StandardCharsets.UTF_8));
    }
}
