package dev.ferry.local.apigateway;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * STS's AssumeRole on one machine, where an account's number is its access key id and any secret will do: it answers with the
 * key of the role's account. So a provider for another account works, as that account's root; no trust policy is asked.
 */
final class AssumeRole {
    private static final Pattern ROLE =
            Pattern.compile("arn:(?<partition>aws[a-z-]*):iam::(?<account>[0-9]{12}):role/(?:[\\w+=,.@-]+/)*(?<name>[\\w+=,.@-]{1,64})");
    private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final Duration LIFE = Duration.ofHours(1);

    private AssumeRole() {}

    static boolean isAsked(GatewayRequest request, CredentialScope scope) {
        return scope.service().equals("sts") && parameter(request, "Action").equals(Optional.of("AssumeRole"));
    }

    static GatewayResponse answer(GatewayRequest request, Instant now) {
        Matcher role = ROLE.matcher(parameter(request, "RoleArn").orElse(""));
        String session = parameter(request, "RoleSessionName").orElse("");
        if (!role.matches()) {
            return invalid("RoleArn must be the ARN of a role");
        }
        if (!SESSION.matcher(session).matches()) {
            return invalid("RoleSessionName must have 2 to 64 letters, digits or characters of _+=,.@-");
        }
        // Whatever stands in the answer has matched one of the two expressions, and is of characters that XML has as they are.
        return xml(200, """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>\
                <AssumedRoleUser><AssumedRoleId>%1$s:%4$s</AssumedRoleId>\
                <Arn>arn:%2$s:sts::%1$s:assumed-role/%3$s/%4$s</Arn></AssumedRoleUser>\
                <Credentials><AccessKeyId>%1$s</AccessKeyId><SecretAccessKey>any</SecretAccessKey>\
                <SessionToken>any</SessionToken><Expiration>%5$s</Expiration></Credentials>\
                </AssumeRoleResult></AssumeRoleResponse>""".formatted(
                role.group("account"), role.group("partition"), role.group("name"), session,
                now.plus(LIFE).truncatedTo(ChronoUnit.SECONDS)));
    }

    private static GatewayResponse invalid(String message) {
        return xml(400, "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>"
                + "<Code>ValidationError</Code><Message>" + message + "</Message></Error></ErrorResponse>");
    }

    private static GatewayResponse xml(int status, String body) {
        return new GatewayResponse(status, Map.of("Content-Type", List.of("text/xml")), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> parameter(GatewayRequest request, String name) {
        Matcher pair = Pattern.compile("(?:^|&)" + name + "=([^&]*)").matcher(new String(request.body(), StandardCharsets.UTF_8));
        return pair.find() ? decoded(pair.group(1)) : Optional.empty();
    }

    private static Optional<String> decoded(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) { // as if it were not there, which the answer says
            return Optional.empty();
        }
    }
}
