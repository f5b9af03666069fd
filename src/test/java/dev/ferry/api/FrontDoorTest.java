package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;

/** Three APIs share an endpoint; each refuses in its own form those who have not signed. */
class FrontDoorTest extends ApiTest {
    private static final StaticCredentialsProvider UNKNOWN =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "unknown"));
    private static final String UNRECOGNIZED = "The security token included in the request is invalid.";

    private HttpResponse<String> post(String path, String contentType, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(api.endpoint().resolve(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void unsigned_request_is_refused_in_the_form_of_its_api() throws Exception {
        HttpResponse<String> ecrs = post("/", "application/x-amz-json-1.1", "{}");
        HttpResponse<String> iams = post("/", "application/x-www-form-urlencoded; charset=utf-8", "Action=GetRole");
        HttpResponse<String> accounts = post("/listRegions", "application/json", "{}");

        assertThat(ecrs.statusCode()).isEqualTo(403);
        assertThat(ecrs.body()).contains("\"__type\":\"MissingAuthenticationTokenException\"");
        assertThat(iams.statusCode()).isEqualTo(403);
        assertThat(iams.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(iams.body()).contains("<Type>Sender</Type><Code>MissingAuthenticationToken</Code>");
        assertThat(accounts.statusCode()).isEqualTo(403);
        assertThat(accounts.headers().firstValue("x-amzn-ErrorType")).contains("MissingAuthenticationTokenException");
    }

    @Test
    void key_that_nobody_knows_is_refused_by_each_api_in_its_words() {
        var http = UrlConnectionHttpClient.create();
        try (http;
                EcrClient ecrs = EcrClient.builder().endpointOverride(api.endpoint()).region(Region.US_WEST_2)
                        .credentialsProvider(UNKNOWN).httpClient(http).build();
                IamClient iams = IamClient.builder().endpointOverride(api.endpoint()).region(Region.US_EAST_1)
                        .credentialsProvider(UNKNOWN).httpClient(http).build();
                AccountClient accounts = AccountClient.builder().endpointOverride(api.endpoint()).region(Region.US_EAST_1)
                        .credentialsProvider(UNKNOWN).httpClient(http).build()) {
            assertRefused(() -> ecrs.describeRegistry(describe -> {}), 403, "UnrecognizedClientException", UNRECOGNIZED);
            assertRefused(() -> iams.getRole(get -> get.roleName("any")), 403, "InvalidClientTokenId", UNRECOGNIZED);
            assertRefused(() -> accounts.listRegions(list -> {}), 403, "UnrecognizedClientException", UNRECOGNIZED);
        }
    }
}
