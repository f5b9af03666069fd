package dev.ferry.api;

import dev.ferry.clients.FullStorage;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The AWS Query protocol: a form comes in, XML goes out.
 *
 * @param namespace   of the API's documents
 * @param serverError what the API calls a failure of its own
 */
record QueryProtocol(String namespace, String serverError) {
    private static final Logger LOG = Logger.getLogger(QueryProtocol.class);

    /** What an action answers. */
    record Answer(String action, IamXml.Content result) {}

    static boolean isForm(HttpRequest request) {
        return request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    }

    /** Answers in the protocol's form, whatever comes of the action. */
    ApiResponse answer(Supplier<Answer> action) {
        String requestId = UUID.randomUUID().toString();
        try {
            return result(requestId, action.get());
        } catch (IamException error) {
            return error(requestId, error);
        } catch (EcrException error) {
            return error(requestId, IamException.of(error));
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            LOG.errorf(failure, "Request %s failed", requestId);
            return error(requestId, new IamException(500, serverError, FullStorage.caused(failure)
                    ? FullStorage.MESSAGE
                    : "The request failed on the server's side"));
        }
    }

    private ApiResponse result(String requestId, Answer answer) {
        return xml(200, requestId, IamXml.document(answer.action() + "Response", namespace, response -> response
                .element(answer.action() + "Result", answer.result())
                .element("ResponseMetadata", metadata -> metadata.element("RequestId", requestId))));
    }

    private ApiResponse error(String requestId, IamException error) {
        return xml(error.status(), requestId, IamXml.document("ErrorResponse", namespace, response -> response
                .element("Error", fields -> fields
                        .element("Type", error.status() < 500 ? "Sender" : "Receiver")
                        .element("Code", error.code())
                        .element("Message", error.getMessage()))
                .element("RequestId", requestId)));
    }

    private static ApiResponse xml(int status, String requestId, byte[] body) {
        return new ApiResponse(status, Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId), body);
    }
}
