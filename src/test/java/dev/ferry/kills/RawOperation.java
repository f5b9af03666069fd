package dev.ferry.kills;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Registry;
import dev.ferry.testing.SignedCall;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.ecr.model.EcrException;

/** An operation of ECR's that the AWS SDK does not know yet, or not with all its members. */
final class RawOperation {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SENT =
            List.of("Authorization", "Content-Type", "X-Amz-Content-Sha256", "X-Amz-Date", "X-Amz-Target");

    private RawOperation() {}

    static HttpResponse<String> ask(URI endpoint, Registry registry, String operation, String json) throws IOException {
        HttpRequest signed = SignedCall.ecr(registry.region().value(), operation, json).by(registry.account().value(), "any");
        java.net.http.HttpRequest.Builder request = java.net.http.HttpRequest.newBuilder(endpoint.resolve("/"))
                .timeout(PatientClient.PATIENCE)
                .POST(java.net.http.HttpRequest.BodyPublishers.ofByteArray(signed.body()));
        SENT.forEach(name -> signed.header(name).ifPresent(value -> request.header(name, value)));
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the test was ended", e);
        }
    }

    /** @throws EcrException if the answer is no, as the SDK's clients do */
    static JsonNode output(HttpResponse<String> answer) throws IOException {
        JsonNode output = JSON.readTree(answer.body());
        if (answer.statusCode() == 200) {
            return output;
        }
        throw (EcrException) EcrException.builder()
                .message(answer.body())
                .statusCode(answer.statusCode())
                .awsErrorDetails(AwsErrorDetails.builder().errorCode(output.path("__type").asText()).build())
                .build();
    }
}
