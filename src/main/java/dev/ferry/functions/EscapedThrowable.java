package dev.ferry.functions;

/** Stands in the log for what was thrown, with its message on one line. */
final class EscapedThrowable extends Throwable {
    /** Causes may go in a circle. */
    private static final int MAX_DEPTH = 20;

    private static final long serialVersionUID = 1;

    private final String line;

    private EscapedThrowable(Throwable thrown, int depth) {
        super(thrown.getMessage(), thrown.getCause() == null || depth == MAX_DEPTH
                ? null
                : new EscapedThrowable(thrown.getCause(), depth + 1));
        line = OneLineLog.escaped(thrown.toString());
        setStackTrace(thrown.getStackTrace());
        if (depth < MAX_DEPTH) {
            for (Throwable suppressed : thrown.getSuppressed()) {
                addSuppressed(new EscapedThrowable(suppressed, depth + 1));
            }
        }
    }

    static Throwable of(Throwable thrown) {
        return new EscapedThrowable(thrown, 0);
    }

    /** What a stack trace begins with. */
    @Override
    public String toString() {
        return line;
    }
}
