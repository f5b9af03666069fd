package dev.ferry.local.gateway;

import dev.ferry.identity.SignedRequest;
import dev.ferry.local.identity.LocalKeys;

/** Signs a request again with the key that the functions know its account by. */
public final class SignedAgain implements RequestIdentity {
    private final RequestIdentity whose;
    private final LocalKeys keys;

    /** @param whose says first whose a request is */
    public SignedAgain(RequestIdentity whose, LocalKeys keys) {
        this.whose = whose;
        this.keys = keys;
    }

    @Override
    public GatewayRequest identify(GatewayRequest request) throws RefusedException {
        GatewayRequest known = whose.identify(request);
        SignedRequest signed = keys.signedAgain(new SignedRequest(
                known.method(), known.rawPath(), known.rawQuery(), known.headers(), known.body()));
        return new GatewayRequest(known.method(), signed.path(), signed.query(), signed.headers(), known.body(),
                known.protocol(), known.sourceIp());
    }
}
