package dev.ferry.local.events;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.local.lambda.AsynchronousInvocations;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.template.Trigger;
import dev.ferry.local.triggers.EventPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The default event bus of every Region: an event invokes the functions whose rules it matches. Every source is taken,
 * {@code aws.ecr} too, which on AWS only ECR itself may say: here, who sends events plays ECR.
 */
public final class EventBus {
    private record Rule(EventPattern pattern, LambdaFunction function) {}

    private final Map<String, List<Rule>> rulesOfRegions = new ConcurrentHashMap<>();
    private final AsynchronousInvocations invocations;
    private final LogSink log;

    public EventBus(AsynchronousInvocations invocations, LogSink log) {
        this.invocations = invocations;
        this.log = log;
    }

    /**
     * Takes on the rules of a Region's stack.
     *
     * @throws IllegalArgumentException if a rule's pattern is none that is known here
     */
    public void add(String region, List<LambdaFunction> functions) {
        List<Rule> rules = new ArrayList<>();
        for (LambdaFunction function : functions) {
            for (Trigger trigger : function.triggers()) {
                if (trigger instanceof Trigger.EventRule rule) {
                    rules.add(new Rule(EventPattern.parse(rule.pattern()), function));
                }
            }
        }
        rulesOfRegions.put(region, List.copyOf(rules));
    }

    /** Takes an event; the functions are invoked later. @return the event's id */
    String put(EventEntry entry, String account, String region) {
        String id = UUID.randomUUID().toString();
        ObjectNode event = entry.event(id, account, region);
        List<String> matched = new ArrayList<>();
        for (Rule rule : rulesOfRegions.getOrDefault(region, List.of())) {
            if (rule.pattern().matches(event)) {
                matched.add(rule.function().logicalId());
                invocations.invoke(rule.function(), region, event.toString().getBytes(StandardCharsets.UTF_8));
            }
        }
        log.did("events", entry.detailType() + " from " + entry.source() + " in " + region
                + (matched.isEmpty() ? " matched no rule" : " to " + String.join(", ", matched)));
        return id;
    }
}
