package dev.ferry.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.AccessKey;
import dev.ferry.identity.Caller;
import dev.ferry.identity.SignedRequest;
import dev.ferry.registry.AccountId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The signatures of the API's events. One in a file proves nothing after a quarter of an hour, so a test that wants to get
 * past it signs the same request afresh.
 */
final class Signing {
    /** The key with which the files are signed: the example of AWS's own documentation. */
    static final AccessKey KEY = AccessKey.longTerm(
            new Caller("AKIAIOSFODNN7EXAMPLE", new AccountId("111122223333"), "arn:aws:iam::111122223333:user/admin"),
            "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

    private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d{8}/([^/]+)/([^/]+)/aws4_request");
    private static final List<String> BY_THE_SIGNER = List.of("authorization", "x-amz-date");

    private Signing() {}

    /** The request of an event as it was signed. */
    static SignedRequest request(JsonNode event) {
        Map<String, List<String>> headers = new HashMap<>();
        event.get("headers").properties().forEach(
                header -> headers.put(header.getKey(), List.of(header.getValue().asText())));
        return new SignedRequest("POST", event.get("rawPath").asText(), "", headers,
                event.get("body").asText().getBytes(StandardCharsets.UTF_8));
    }

    /** The Region and the service that the event is signed for. */
    static List<String> scope(JsonNode event) {
        Matcher scope = SCOPE.matcher(event.at("/headers/authorization").asText());
        if (!scope.find()) {
            throw new IllegalArgumentException("not signed: " + event);
        }
        return List.of(scope.group(1), scope.group(2));
    }

    /** The same event, signed at the clock's time. */
    static ObjectNode afresh(ObjectNode event, Clock clock) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .uri(URI.create("https://" + event.at("/headers/host").asText() + event.get("rawPath").asText()))
                .method(SdkHttpMethod.POST);
        List<String> keep = new ArrayList<>();
        event.get("headers").fieldNames().forEachRemaining(keep::add);
        keep.removeAll(BY_THE_SIGNER);
        keep.forEach(name -> unsigned.putHeader(name, event.get("headers").get(name).asText()));
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create(KEY.id(), KEY.secret()))
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromUtf8String(event.get("body").asText()))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, scope(event).get(0))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, scope(event).get(1))
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
        ObjectNode copy = event.deepCopy();
        ObjectNode headers = copy.putObject("headers");
        signed.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return copy;
    }
}
