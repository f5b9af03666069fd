package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaMapperRecorder;
import io.quarkus.arc.ClientProxy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The function that the request's id names, {@code fan-out} in {@code fan-out:1b4e28ba}. Quarkus starts the application for
 * one function, and each start takes seconds: so one start serves the tests of all of them. That Quarkus finds a function
 * by its name, and reads its input itself, {@link FixturesIT} tests with the functions as they are packaged.
 */
@Named(AnyFunction.NAME)
public class AnyFunction implements RequestHandler<JsonNode, Object> {
    static final String NAME = "any";

    @Inject
    @Any
    Instance<RequestHandler<?, ?>> functions;

    @Override
    public Object handleRequest(JsonNode event, Context context) {
        String name = context.getAwsRequestId().split(":")[0];
        return invoke(functions.select(NamedLiteral.of(name)).get(), event, context);
    }

    /** As Quarkus invokes it: with its mapper, and the type that the function takes. */
    private static <T> Object invoke(RequestHandler<T, ?> function, JsonNode event, Context context) {
        ObjectMapper mapper = AmazonLambdaMapperRecorder.objectMapper;
        JavaType type = mapper.constructType(ClientProxy.unwrap(function).getClass());
        JavaType input = mapper.getTypeFactory().findTypeParameters(type, RequestHandler.class)[0];
        try {
            return function.handleRequest(mapper.<T>readerFor(input).readValue(event), context);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
