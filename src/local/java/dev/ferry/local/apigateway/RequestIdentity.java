package dev.ferry.local.apigateway;

import dev.ferry.local.http.GatewayRequest;

/**
 * Makes a request one that the functions can tell the sender of. The stack of the request's Region is there by then, and
 * its access key has an account.
 */
@FunctionalInterface
public interface RequestIdentity {

    /** The request to go on with, which may be the same. */
    GatewayRequest identify(GatewayRequest request);
}
