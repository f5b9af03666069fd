package dev.ferry.local.http;

import java.lang.reflect.Field;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The connections of the JDK's HTTP server that no request has come from yet, which it shows to nobody. The task that reads from
 * one holds it in a field. That can be read where the server's package is open, as it is by the manifests of Ferry's own jars;
 * where it is not, no connection is found.
 */
final class FreshConnections {
    private static final ClassValue<Optional<Field>> CHANNEL = new ClassValue<>() {
        @Override
        protected Optional<Field> computeValue(Class<?> task) {
            return Arrays.stream(task.getDeclaredFields())
                    .filter(field -> field.getType() == SocketChannel.class && field.trySetAccessible())
                    .findFirst();
        }
    };

    private final Set<SocketChannel> used = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    /** The one that a task of the server's is to read from, if it is fresh and can be found. */
    Optional<SocketChannel> of(Runnable task) {
        return CHANNEL.get(task.getClass()).map(field -> read(field, task)).filter(channel -> !used.contains(channel));
    }

    /** Says that a request has come from it. */
    void use(SocketChannel channel) {
        used.add(channel);
    }

    private static SocketChannel read(Field channel, Runnable task) {
        try {
            return (SocketChannel) channel.get(task);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(channel + " was made accessible", e);
        }
    }
}
