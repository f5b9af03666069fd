package dev.ferry.registry;

import java.util.Map;

/**
 * A request that ECR would refuse, with ECR's code and message. The message goes to the caller, so it names what was
 * asked for and holds nothing secret. What is caught by some caller has a type of its own, named as ECR names the error.
 */
public class EcrException extends RuntimeException {
    private final ErrorCode code;
    private final transient Map<String, Object> members;

    public EcrException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param members what the error carries besides its message, such as {@code lastValidByteReceived} */
    public EcrException(ErrorCode code, String message, Map<String, Object> members) {
        super(message);
        this.code = code;
        this.members = Map.copyOf(members);
    }

    /** ECR's form for a parameter that breaks a constraint. */
    public static EcrException invalidParameter(String parameter, String constraint) {
        return new EcrException(ErrorCode.INVALID_PARAMETER,
                "Invalid parameter at '" + parameter + "' failed to satisfy constraint: '" + constraint + "'");
    }

    public static RepositoryNotFoundException repositoryNotFound(Registry registry, RepositoryName name) {
        return new RepositoryNotFoundException("The repository with name '" + name
                + "' does not exist in the registry with id '" + registry.account() + "'");
    }

    public ErrorCode code() {
        return code;
    }

    public Map<String, Object> members() {
        return members;
    }
}
