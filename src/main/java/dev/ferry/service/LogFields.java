package dev.ferry.service;

import dev.ferry.registry.Registry;
import dev.ferry.replication.PushId;
import org.jboss.logging.MDC;

/**
 * What the lines that are logged in this thread are about, as fields of their own beside the text: {@code pushId} and,
 * on the way to one destination, {@code destination}. They stay until others are set or the function has done.
 */
public final class LogFields {
    private static final String PUSH = "pushId";
    private static final String DESTINATION = "destination";

    private LogFields() {}

    public static void set(PushId push) {
        clear();
        MDC.put(PUSH, push.value());
    }

    public static void set(PushId push, Registry destination) {
        set(push);
        MDC.put(DESTINATION, destination.toString());
    }

    public static void clear() {
        MDC.remove(PUSH);
        MDC.remove(DESTINATION);
    }
}
