package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.ferry.api.AwsApi;
import dev.ferry.service.LogFields;
import jakarta.inject.Named;

/** {@code api}: ECR's API, and what replication needs of IAM's and Account Management's. */
@Named("api")
public class ApiFunction implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final AwsApi api;

    public ApiFunction(AwsApi api) {
        this.api = api;
    }

    @Override
    public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
        try {
            return HttpApiPayload.response(api.answer(HttpApiPayload.request(event)));
        } finally {
            LogFields.clear();
        }
    }
}
