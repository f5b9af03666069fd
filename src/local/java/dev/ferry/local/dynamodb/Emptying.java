package dev.ferry.local.dynamodb;

import java.io.IOException;

/** Deletes all tables, and what else belongs to their stacks. */
@FunctionalInterface
public interface Emptying {
    void run() throws IOException;
}
