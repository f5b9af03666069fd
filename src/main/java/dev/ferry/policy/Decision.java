package dev.ferry.policy;

/** What one policy says about a request (IAM User Guide, "Policy evaluation logic"). */
public enum Decision {
    /** A statement allows it and none denies it. */
    ALLOW,
    /** A statement denies it, so that no other statement or policy can allow it. */
    EXPLICIT_DENY,
    /** No statement applies: refused, unless another policy allows it. */
    IMPLICIT_DENY
}
