package dev.ferry.local.http;

/** A request that gets no further; its code is one of AWS's. */
public final class RefusedRequestException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;
    private final String code;

    public RefusedRequestException(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    public GatewayResponse response() {
        return GatewayResponse.error(status, code, getMessage());
    }
}
