package dev.ferry.api;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request for the ECR API, as it was sent.
 *
 * @param headers one value a name, whatever the name's case
 * @param body    decoded, if its transport carries it as base64; not copied
 */
public record EcrRequest(String method, String path, Map<String, String> headers, byte[] body) {
    private static final String TARGET = "X-Amz-Target";
    private static final String TARGET_PREFIX = "AmazonEC2ContainerRegistry_V20150921.";

    public EcrRequest {
        Map<String, String> byAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byAnyCase.putAll(headers);
        headers = Collections.unmodifiableMap(byAnyCase);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** What the request names as its target, in the protocol's own spelling. */
    Optional<String> target() {
        return header(TARGET);
    }

    /**
     * The name of the operation that is asked for; there need be none of that name.
     *
     * @throws EcrException UnknownOperationException if the request names none of this API
     */
    String operation() {
        String target = target().orElseThrow(() -> unknown("The request has no " + TARGET + " header"));
        if (!target.startsWith(TARGET_PREFIX)) {
            throw unknown("The " + TARGET + " header does not start with '" + TARGET_PREFIX + "'");
        }
        if (!method.equals("POST") || !path.equals("/")) {
            throw unknown("An operation is asked for with POST /, not with " + method + " " + path);
        }
        return target.substring(TARGET_PREFIX.length());
    }

    private static EcrException unknown(String message) {
        return new EcrException(ErrorCode.UNKNOWN_OPERATION, message);
    }
}
