package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.ExplainedPush;
import dev.ferry.cli.Stack;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;

/** The latest pushes, each with its way to every destination, as {@code ferry explain} tells it. */
final class PushesView implements ConsoleView {
    private static final int SHOWN = 40;

    private final RecentPushes pushes;

    PushesView(RecentPushes pushes) {
        this.pushes = pushes;
    }

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode shown = all.putArray("pushes");
        for (PushHistory history : pushes.read(stack, SHOWN)) {
            shown.add(ExplainedPush.json(history)
                    .put("registry", history.push().registry().toString())
                    .put("repositoryName", history.push().repository().value()));
        }
        return all;
    }
}
