package dev.ferry.kills;

import software.amazon.awssdk.services.ecr.model.EcrException;

/** ECR answered a call, and the answer was no. */
final class RefusedException extends RuntimeException {
    RefusedException(EcrException answer) {
        super(answer.getMessage(), answer);
    }

    /** Whether that is ECR's reason, by its code. */
    boolean is(String code) {
        return ((EcrException) getCause()).awsErrorDetails().errorCode().equals(code);
    }

    /** Whether that is ECR's reason. */
    boolean is(Class<? extends EcrException> reason) {
        return reason.isInstance(getCause());
    }
}
