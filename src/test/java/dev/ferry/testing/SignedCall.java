package dev.ferry.testing;

import dev.ferry.identity.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * A request of an AWS API as text, signed by the AWS SDK's signer: for tests that walk many operations.
 *
 * @param service of the credential scope: {@code ecr}
 */
public record SignedCall(String service, String region, String path, Map<String, String> headers, String body) {

    /** An operation of ECR's. */
    public static SignedCall ecr(String region, String operation, String json) {
        return new SignedCall("ecr", region, "/", Map.of(
                "Content-Type", "application/x-amz-json-1.1",
                "X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + operation), json);
    }

    /** Signed with a key, as it comes in. */
    public HttpRequest by(String accessKeyId, String secret) {
        SdkHttpRequest.Builder unsigned = SdkHttpRequest.builder()
                .uri(URI.create("https://ecr.example.com" + path))
                .method(SdkHttpMethod.POST);
        headers.forEach(unsigned::putHeader);
        SdkHttpRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsCredentialsIdentity.create(accessKeyId, secret))
                        .request(unsigned.build())
                        .payload(ContentStreamProvider.fromUtf8String(body))
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service))
                .request();
        Map<String, String> all = new HashMap<>();
        signed.forEachHeader((String name, List<String> values) -> all.put(name, values.get(0)));
        return new HttpRequest("POST", path, "", all, body.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }
}
