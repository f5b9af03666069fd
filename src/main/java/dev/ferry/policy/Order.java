package dev.ferry.policy;

/** How the request's number or time has to stand to the policy's. */
enum Order {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL;

    <T extends Comparable<T>> boolean holds(T request, T policy) {
        int order = request.compareTo(policy);
        return switch (this) {
            case EQUAL -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }
}
