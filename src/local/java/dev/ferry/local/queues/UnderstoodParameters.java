package dev.ferry.local.queues;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * The parameters that a service in memory heeds in one kind of request. Any other one is refused: a condition that was
 * passed over in silence would let a test, or the simulation, find right what the real service finds wrong.
 */
public final class UnderstoodParameters {
    private final Set<String> names;
    /** Of the one type of request this is asked about; found at its first. */
    private List<SdkField<?>> others;

    private UnderstoodParameters(Set<String> names) {
        this.names = names;
    }

    /** @param names as the service's API reference has them */
    public static UnderstoodParameters of(String... names) {
        return new UnderstoodParameters(Set.of(names));
    }

    /** @throws UnsupportedOperationException when the request has another parameter than these */
    public void check(SdkPojo request) {
        if (others == null) {
            others = othersOf(request);
        }
        for (SdkField<?> other : others) {
            if (isGiven(other.getValueOrDefault(request))) {
                throw new UnsupportedOperationException("the service in memory does not know " + other.memberName() + " of a "
                        + request.getClass().getSimpleName());
            }
        }
    }

    private List<SdkField<?>> othersOf(SdkPojo request) {
        List<SdkField<?>> all = request.sdkFields();
        List<String> known = all.stream().map(SdkField::memberName).map(String.class::cast).toList();
        if (!known.containsAll(names)) {
            throw new IllegalArgumentException(names + " are not all among " + known);
        }
        return all.stream().filter(field -> !names.contains(field.memberName())).toList();
    }

    private static boolean isGiven(Object value) {
        return value != null
                && !(value instanceof SdkAutoConstructList)
                && !(value instanceof SdkAutoConstructMap)
                && !(value instanceof Map<?, ?> map && map.isEmpty())
                && !(value instanceof List<?> list && list.isEmpty());
    }
}
