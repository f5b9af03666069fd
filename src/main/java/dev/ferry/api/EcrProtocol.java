package dev.ferry.api;

import dev.ferry.clients.FullStorage;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Repository;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * The AWS JSON 1.1 protocol as ECR speaks it: authenticates a request, finds its operation, checks its input, asks
 * whether the caller is allowed it, has it done and renders the output or the error. Whatever happens, there is an answer
 * that an AWS client understands.
 */
@ApplicationScoped
public class EcrProtocol {
    private static final Logger LOG = Logger.getLogger(EcrProtocol.class);

    static final String TARGET = "X-Amz-Target";
    private static final String TARGET_PREFIX = "AmazonEC2ContainerRegistry_V20150921.";

    private final EcrOperations operations;
    private final Authorization authorization;

    @Inject
    public EcrProtocol(EcrOperations operations, Authorization authorization) {
        this.operations = operations;
        this.authorization = authorization;
    }

    /** Answers a request; throws nothing. */
    public ApiResponse answer(HttpRequest request, Authentication authentication) {
        String requestId = UUID.randomUUID().toString();
        try {
            return ApiResponse.output(requestId, output(request, authentication));
        } catch (EcrException error) {
            if (error.code() == ErrorCode.SERVER) {
                log(requestId, request, error);
            }
            return ApiResponse.error(requestId, error);
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            log(requestId, request, failure);
            return ApiResponse.error(requestId, new EcrException(ErrorCode.SERVER, FullStorage.caused(failure)
                    ? FullStorage.MESSAGE
                    : "The request failed on the server's side. Try again, or look in the log for request " + requestId));
        }
    }

    private byte[] output(HttpRequest request, Authentication authentication) {
        Authentication.Signature signature = authentication.authenticate(request);
        EcrOperations.Modelled asked = operations.named(operation(request));
        Input input = asked.model().read(EcrJson.parse(request.body()));
        OperationRequest asks = OperationRequest.of(signature, request, input);
        List<Repository> there = authorization.require(asked.model(), asks);
        byte[] output = EcrJson.write(asked.operation().execute(asks.authorized(there)));
        ResponseLimit.check(asked.model(), output);
        return output;
    }

    private static String operation(HttpRequest request) {
        String target = request.header(TARGET)
                .orElseThrow(() -> unknown("The request has no " + TARGET + " header"));
        if (!target.startsWith(TARGET_PREFIX)) {
            throw unknown("The " + TARGET + " header does not start with '" + TARGET_PREFIX + "'");
        }
        if (!request.method().equals("POST") || !request.path().equals("/")) {
            throw unknown("An operation is asked for with POST /, not with " + request.method() + " " + request.path());
        }
        return target.substring(TARGET_PREFIX.length());
    }

    private static EcrException unknown(String message) {
        return new EcrException(ErrorCode.UNKNOWN_OPERATION, message);
    }

    private static void log(String requestId, HttpRequest request, RuntimeException failure) {
        LOG.errorf(failure, "Request %s failed: %s", requestId, request.header(TARGET).orElse("no target"));
    }
}
