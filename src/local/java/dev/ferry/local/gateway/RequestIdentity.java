package dev.ferry.local.gateway;

/** Says whose a request is, before it becomes an event. It may rewrite the request, so that a function can tell, too. */
@FunctionalInterface
public interface RequestIdentity {

    /**
     * @return the request to go on with, which may be the same
     * @throws RefusedException if nobody's
     */
    GatewayRequest identify(GatewayRequest request) throws RefusedException;

    /** A request that gets no further; code and message are those of AWS. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        public RefusedException(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }

        GatewayResponse response() {
            return GatewayResponse.error(status, code, getMessage());
        }
    }
}
