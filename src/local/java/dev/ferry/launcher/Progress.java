package dev.ferry.launcher;

/** Tells a person on standard error how far a download is: on one line of a terminal, at its ends elsewhere. */
final class Progress {
    private static final double MEGABYTE = 1_000_000;

    private final String what;
    private final int files;
    private final boolean terminal = System.console() != null;
    private int fetched;
    private long bytes;

    /** @param files how many there are to fetch; of none nothing is told */
    Progress(String what, int files) {
        this.what = what;
        this.files = files;
        if (files > 0 && !terminal) {
            System.err.println("ferry: fetching " + what + ", once: " + files + " files");
        }
    }

    void fetched(int size) {
        fetched++;
        bytes += size;
        String line = String.format("ferry: fetching %s, once: %d of %d files, %.1f MB", what, fetched, files, bytes / MEGABYTE);
        if (terminal) {
            System.err.print("\r" + line + (fetched == files ? "\n" : ""));
        } else if (fetched == files) {
            System.err.println(line);
        }
    }
}
