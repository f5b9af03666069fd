package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.clients.AwsClients;
import dev.ferry.registry.RegionName;
import dev.ferry.testing.SignedCall;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
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
        var http = ApacheHttpClient.create();
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

    @Test
    void key_that_was_copied_to_another_Region_is_nobodys_there() {
        String id = api.caller("arn:aws:iam::" + account + ":root", REGION).accessKeyId();
        AwsClients clients = api.beans().get(AwsClients.class);
        var item = clients.dynamoDb(new RegionName(REGION)).getItem(get -> get.tableName("ferry-access-keys")
                .key(Map.of("accessKeyId", AttributeValue.fromS(id)))).item();
        clients.dynamoDb(new RegionName("eu-west-1")).putItem(put -> put.tableName("ferry-access-keys").item(item));

        assertThat(describeRegistry(REGION, id)).startsWith("200");
        assertThat(describeRegistry("eu-west-1", id)).startsWith("403").contains(UNRECOGNIZED);
    }

    private String describeRegistry(String region, String accessKeyId) {
        ApiResponse answer = api.beans().get(AwsApi.class).answer(
                SignedCall.ecr(region, "DescribeRegistry", "{}").by(accessKeyId, "secret of " + accessKeyId));
        return answer.status() + new String(answer.body(), StandardCharsets.UTF_8);
    }
}
