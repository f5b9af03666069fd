package dev.ferry.local.stack;

import java.nio.file.Path;
import java.util.Map;

/**
 * What every Region's stack is made of.
 *
 * @param accountId  the account the stacks are deployed to
 * @param parameters values of the template's parameters that differ from their defaults
 */
public record StackSource(Path templateFile, String accountId, Map<String, String> parameters) {

    public StackSource {
        parameters = Map.copyOf(parameters);
    }
}
