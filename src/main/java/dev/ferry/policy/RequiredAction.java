package dev.ferry.policy;

/**
 * An action that an endpoint performs, and so asks for.
 *
 * @param endpoint an operation of an AWS API, {@code PutImage}, or a method and path of OCI's
 * @param action   as policies name it: {@code ecr:PutImage}
 */
public record RequiredAction(String endpoint, Occasion occasion, String action, ActionScope scope) {}
