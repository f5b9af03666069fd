package dev.ferry.local.lambda;

/** Where a person reads what the local cloud does. Called from many threads. */
public interface LogSink {

    /** Says in one line what a function, or a part of the cloud, did. */
    void did(String who, String what);

    /** A line that a function wrote to its standard output or error. */
    void printed(String function, String line);
}
