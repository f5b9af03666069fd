package dev.ferry.api;

import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.RegionName;

/** Finds out who sent a request. */
@FunctionalInterface
public interface Authentication {

    /**
     * Verifies the request's signature.
     *
     * @throws dev.ferry.registry.EcrException if it is missing, incomplete, expired, of an unknown key or wrong
     */
    Signature authenticate(HttpRequest request);

    /**
     * What a valid signature says.
     *
     * @param region the Region of its credential scope, in which the request is to be done
     */
    record Signature(Caller caller, RegionName region) {}
}
