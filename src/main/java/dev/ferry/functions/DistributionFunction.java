package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.ferry.distribution.OciApi;
import dev.ferry.service.LogFields;
import jakarta.inject.Named;

/** {@code distribution}: the OCI distribution API, for docker, skopeo and their like. */
@Named("distribution")
public class DistributionFunction implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {
    private final OciApi api;

    public DistributionFunction(OciApi api) {
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
