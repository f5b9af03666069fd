package dev.ferry.local.events;

/**
 * A call that EventBridge answers with an error as a whole; entries that are wrong by themselves are listed in the answer.
 */
final class EventRejection extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    EventRejection(String code, String message) {
        super(message);
        this.code = code;
    }

    /** The error's name in the API. */
    String code() {
        return code;
    }
}
