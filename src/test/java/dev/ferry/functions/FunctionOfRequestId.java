package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;

/**
 * The function that the request's id names, {@code FanOutFunction} in {@code FanOutFunction:1b4e28ba}: all that Quarkus's
 * mock event server passes on. That Quarkus finds a function by its name, and reads its input itself, {@link FixturesIT}
 * tests with the functions as they are packaged.
 */
@Named(FunctionOfRequestId.NAME)
public class FunctionOfRequestId implements RequestStreamHandler {
    static final String NAME = "function-of-request-id";

    private final AnyFunction functions;

    public FunctionOfRequestId(@Named(AnyFunction.NAME) AnyFunction functions) {
        this.functions = functions;
    }

    @Override
    public void handleRequest(InputStream event, OutputStream answer, Context context) throws IOException {
        String name = context.getAwsRequestId().split(":")[0];
        functions.handleRequest(event, answer, invoked("arn:aws:lambda:us-west-2:000000000000:function:" + name, context));
    }

    private static Context invoked(String arn, Context context) {
        return (Context) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getInvokedFunctionArn") ? arn : method.invoke(context, arguments));
    }
}
