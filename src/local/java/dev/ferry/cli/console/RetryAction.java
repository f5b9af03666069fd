package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.FailureSelection;
import dev.ferry.cli.Stack;
import dev.ferry.replication.PushId;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Has one failed replication attempted anew, or all that failed, as {@code ferry retry} does. */
final class RetryAction implements ConsoleView {
    private final Clock clock;

    RetryAction(Clock clock) {
        this.clock = clock;
    }

    /** @throws IllegalArgumentException unless it is told either which push, or {@code all=true} */
    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        Optional<PushId> push = query.get("push").map(PushId::new);
        if (push.isPresent() == query.get("all").isPresent()) {
            throw new IllegalArgumentException("Say either which push, or all");
        }
        Instant now = clock.instant();
        int begun = new FailureSelection(push, Optional.empty(), query.get("destination"))
                .retry(stack, now.minus(FailuresView.SINCE), now, replication -> {});
        return JsonNodeFactory.instance.objectNode().put("begun", begun);
    }
}
