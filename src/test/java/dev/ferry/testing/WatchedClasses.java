package dev.ferry.testing;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Gives each test class a scope of its own in {@link SdkCalls}, on the thread that runs it. A class that began without
 * one would keep that of the class before it or, on a thread that JUnit added while another class waited for an answer,
 * that class's: its calls would be counted there.
 */
public final class WatchedClasses implements TestExecutionListener {
    @Override
    public void executionStarted(TestIdentifier test) {
        if (test.getSource().filter(ClassSource.class::isInstance).isPresent() && isOutermost(test)) {
            SdkCalls.watchThisThread();
        }
    }

    /** A nested class shares the servers of the one around it. */
    private static boolean isOutermost(TestIdentifier test) {
        return test.getParentIdObject().filter(parent -> parent.getSegments().size() == 1).isPresent();
    }
}
