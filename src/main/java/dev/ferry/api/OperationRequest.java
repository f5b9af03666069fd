package dev.ferry.api;

import dev.ferry.identity.Caller;
import dev.ferry.registry.Registry;

/**
 * A request for an operation, signed and well-formed. Whether the caller is allowed it is not yet judged.
 *
 * @param caller   who asks
 * @param registry the registry that is asked: of the account in {@code registryId}, or else of the caller's own, in the
 *                 Region that the request was signed for
 */
public record OperationRequest(Caller caller, Registry registry, Input input) {

    static OperationRequest of(Authentication.Signature signature, Input input) {
        return new OperationRequest(
                signature.caller(),
                new Registry(input.registryId().orElse(signature.caller().account()), signature.region()),
                input);
    }
}
