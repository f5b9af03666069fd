package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.amazon.lambda.runtime.AmazonLambdaMapperRecorder;
import io.quarkus.arc.ClientProxy;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * {@code any}: whichever of the others was invoked, so that one process can serve them all, as it does in the local cloud.
 * The last part of the invoked ARN is the name of the function's class, which is what the template calls the function.
 */
@Named(AnyFunction.NAME)
public class AnyFunction implements RequestStreamHandler {
    public static final String NAME = "any";

    private final Map<String, RequestHandler<?, ?>> functions;

    public AnyFunction(@Any Instance<RequestHandler<?, ?>> functions) {
        this.functions = functions.stream()
                .map(AnyFunction::unwrapped)
                .collect(Collectors.toMap(function -> function.getClass().getSimpleName(), Function.identity()));
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        String arn = context.getInvokedFunctionArn();
        RequestHandler<?, ?> function = functions.get(arn.substring(arn.lastIndexOf(':') + 1));
        if (function == null) {
            throw new IllegalArgumentException("no function is called as in " + arn);
        }
        invoke(function, event, answer, context);
    }

    /** As Quarkus invokes it: with its mapper, and the type that the function takes. */
    private static <T> void invoke(RequestHandler<T, ?> function, InputStream event, OutputStream answer, Context context)
            throws IOException {
        ObjectMapper mapper = AmazonLambdaMapperRecorder.objectMapper;
        JavaType type = mapper.constructType(function.getClass());
        JavaType input = mapper.getTypeFactory().findTypeParameters(type, RequestHandler.class)[0];
        T read = mapper.readerFor(input).readValue(event);
        mapper.writeValue(answer, function.handleRequest(read, context));
    }

    private static RequestHandler<?, ?> unwrapped(RequestHandler<?, ?> function) {
        return ClientProxy.unwrap(function);
    }
}
