package dev.ferry.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Figures as a person reads them. */
final class Figures {
    private static final int KILO = 1000;
    /** {@code sha256:} and twelve digits. */
    private static final int DIGEST_LENGTH = 19;

    private Figures() {}

    /** In decimal units, as networks and AWS's console have them. */
    static String bytes(long bytes) {
        if (bytes < KILO) {
            return bytes + " B";
        }
        if (bytes < KILO * KILO) {
            return decimal(bytes / (double) KILO) + " kB";
        }
        return decimal(bytes / (double) (KILO * KILO)) + " MB";
    }

    /** In seconds. */
    static String time(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toMillis() / (double) KILO);
    }

    static String since(Instant start) {
        return time(Duration.between(start, Instant.now()));
    }

    /** Enough of a digest to tell it from others. */
    static String digest(String digest) {
        return digest.substring(0, Math.min(digest.length(), DIGEST_LENGTH));
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
