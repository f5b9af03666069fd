package dev.ferry.policy;

/** What an action is performed on, and so whose policies are asked about it. */
public enum ActionScope {
    /** What the request names: repositories, all of them, or the registry. */
    REQUESTED("what the request names"),
    /** The repositories that a creation template is for, there or yet to be made. */
    TEMPLATE("the repositories under the template's prefix"),
    /** Nothing that has a policy of its own: only what the caller's key is narrowed to can deny it. */
    CALLER("the caller's key alone");

    private final String text;

    ActionScope(String text) {
        this.text = text;
    }

    /** As a person reads it. */
    @Override
    public String toString() {
        return text;
    }
}
