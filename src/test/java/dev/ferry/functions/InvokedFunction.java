package dev.ferry.functions;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** A function of the application under test, invoked through the mock event server. */
record InvokedFunction(Class<?> function) {

    /** What the function answers; fails when it fails. */
    JsonNode invoke(JsonNode event) {
        return Events.parse(post(event).then().statusCode(200).extract().asString());
    }

    /** The error that the function fails with. */
    JsonNode invokeFailing(JsonNode event) {
        return Events.parse(post(event).then().statusCode(500).extract().asString());
    }

    private Response post(JsonNode event) {
        int port = ConfigProvider.getConfig().getValue("quarkus.lambda.mock-event-server.test-port", Integer.class);
        return RestAssured.given()
                .baseUri("http://127.0.0.1")
                .port(port)
                .header("Lambda-Runtime-Aws-Request-Id", function.getSimpleName() + ":" + UUID.randomUUID())
                .contentType("application/json")
                .accept("application/json")
                .body(event.toString())
                .post("/");
    }
}
