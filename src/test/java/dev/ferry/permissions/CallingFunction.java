package dev.ferry.permissions;

import java.util.Map;
import java.util.Optional;

/** Which function a call belongs to: the one whose handler, or whose service, is the outermost on the caller's stack. */
final class CallingFunction {
    /** The class through which each function is entered; a test may enter behind the handler. */
    private static final Map<String, String> ENTRIES = Map.ofEntries(
            Map.entry("dev.ferry.api.AwsApi", "api"),
            Map.entry("dev.ferry.distribution.OciApi", "distribution"),
            Map.entry("dev.ferry.service.image.PushNotifications", "push"),
            Map.entry("dev.ferry.service.replication.FanOut", "fan-out"),
            Map.entry("dev.ferry.service.replication.Replicator", "replicate"),
            Map.entry("dev.ferry.service.replication.ReplicationRetry", "replicate"),
            Map.entry("dev.ferry.service.replication.DeadLetters", "give-up"),
            Map.entry("dev.ferry.service.replication.Sweep", "sweep"),
            Map.entry("dev.ferry.service.replication.OpenReplications", "sweep"),
            Map.entry("dev.ferry.messaging.Announcements", "announce"),
            Map.entry("dev.ferry.functions.FanOutFunction", "fan-out"),
            Map.entry("dev.ferry.functions.LifecycleFunction", "lifecycle"),
            Map.entry("dev.ferry.functions.GiveUpFunction", "give-up"),
            Map.entry("dev.ferry.functions.AnnounceFunction", "announce"));

    private CallingFunction() {}

    /**
     * The function, or none for what a test calls for itself; that includes what it does just before a call of a
     * function's, which is not looked for behind that call.
     */
    static Optional<String> find() {
        return StackWalker.getInstance().walk(frames -> frames
                .dropWhile(frame -> !isInterceptor(frame))
                .dropWhile(CallingFunction::isInterceptor)
                .takeWhile(frame -> !isInterceptor(frame))
                .map(frame -> ENTRIES.get(frame.getClassName()))
                .filter(function -> function != null)
                .reduce((inner, outer) -> outer));
    }

    private static boolean isInterceptor(StackWalker.StackFrame frame) {
        return frame.getClassName().equals("dev.ferry.testing.SdkCalls");
    }
}
