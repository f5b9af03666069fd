package dev.ferry.permissions;

import java.util.Map;
import java.util.Optional;

/** Which function a call belongs to: the one whose handler, or whose service, is the outermost on the caller's stack. */
final class CallingFunction {
    /** The class through which each function is entered; a test may enter behind the handler. */
    private static final Map<String, String> ENTRIES = Map.ofEntries(
            Map.entry("dev.ferry.api.FrontDoor", "api"),
            Map.entry("dev.ferry.distribution.RegistryDoor", "distribution"),
            Map.entry("dev.ferry.service.PushNotifications", "push"),
            Map.entry("dev.ferry.service.FanOut", "fan-out"),
            Map.entry("dev.ferry.service.Replicator", "replicate"),
            Map.entry("dev.ferry.service.ReplicationRetry", "replicate"),
            Map.entry("dev.ferry.service.GiveUp", "give-up"),
            Map.entry("dev.ferry.service.Sweep", "sweep"),
            Map.entry("dev.ferry.service.OpenReplications", "sweep"),
            Map.entry("dev.ferry.service.Announcements", "announce"),
            Map.entry("dev.ferry.functions.FanOutFunction", "fan-out"),
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
