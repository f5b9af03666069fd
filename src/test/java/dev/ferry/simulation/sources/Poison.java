package dev.ferry.simulation.sources;

import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Chance;
import dev.ferry.simulation.Stores;

/** Messages that are none of Ferry's, or about nothing that it knows. */
public final class Poison {
    private static final String UNKNOWN = "{\"image\":\"111122223333/team/app@sha256:" + "0".repeat(64)
            + "\",\"push\":\"000000000000-nobody\",\"account\":\"111122223333\",\"region\":\"eu-west-1\"}";

    private Poison() {}

    /** Puts one into a Region's queue of replications. */
    public static String send(RegionName region, Stores stores, Chance chance) {
        String body = chance.of("not JSON", "{}", "[]", "null", "{\"image\":\"" + "x".repeat(50) + "\"}", UNKNOWN);
        stores.sqs(region).sendMessage(send -> send
                .queueUrl("https://sqs." + region + ".amazonaws.com/" + Stores.STACK.operatorAccount() + "/"
                        + stores.queue(region, "replicate").name())
                .messageBody(body));
        return body;
    }

    /** Whether a message that was quarantined belongs there. */
    public static boolean is(String body) {
        return !body.startsWith("{\"image\"") || body.contains("nobody") || body.contains("xxxxx");
    }
}
