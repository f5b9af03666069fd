package dev.ferry.simulation.dynamodb;

import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The members of requests that are understood here. One that would be passed over in silence is refused. */
final class Members {
    private Members() {}

    /** @throws UnsupportedOperationException if the request has a member that is not among these */
    static void requireOnly(SdkPojo request, Set<String> understood) {
        for (SdkField<?> field : request.sdkFields()) {
            if (!understood.contains(field.memberName()) && isGiven(field.getValueOrDefault(request))) {
                throw new UnsupportedOperationException(
                        field.memberName() + " of a " + request.getClass().getSimpleName());
            }
        }
    }

    static boolean isGiven(Object value) {
        return value != null && !(value instanceof SdkAutoConstructMap) && !(value instanceof SdkAutoConstructList);
    }
}
