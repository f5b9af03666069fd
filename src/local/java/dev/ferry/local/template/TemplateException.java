package dev.ferry.local.template;

/** A template that cannot be read or followed here. The message says which file, where in it, and what is wrong. */
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TemplateException(String where, String problem) {
        super(where + ": " + problem);
    }

    TemplateException(String where, String problem, Throwable cause) {
        super(where + ": " + problem, cause);
    }
}
