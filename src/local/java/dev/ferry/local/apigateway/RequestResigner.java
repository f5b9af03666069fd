package dev.ferry.local.apigateway;

import dev.ferry.identity.SignedRequest;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.identity.LocalKeys;

/** Has requests signed again by the account that their access key id names, so that functions verify them as on AWS. */
public final class RequestResigner implements RequestIdentity {
    private final LocalKeys keys;

    public RequestResigner(LocalKeys keys) {
        this.keys = keys;
    }

    @Override
    public GatewayRequest identify(GatewayRequest request) {
        SignedRequest signed = keys.signedAgain(new SignedRequest(
                request.method(), request.rawPath(), request.rawQuery(), request.headers(), request.body()));
        return request.with(signed.query(), signed.headers());
    }
}
