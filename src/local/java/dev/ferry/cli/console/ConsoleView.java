package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.Stack;

/** What one view of the console holds. */
@FunctionalInterface
interface ConsoleView {
    /** @throws IllegalArgumentException if a parameter is missing or malformed; its message is for a person */
    ObjectNode read(Stack stack, ViewParameters query);
}
