package dev.ferry.local.gateway;

/** A request that gets no further; its code is one of AWS's. */
final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    RefusedRequestException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    GatewayResponse response() {
        return GatewayResponse.error(status, code, getMessage());
    }
}
