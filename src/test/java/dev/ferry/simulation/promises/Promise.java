package dev.ferry.simulation.promises;

import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Invocation;
import dev.ferry.simulation.history.Commit;
import dev.ferry.simulation.history.History;
import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;

/** One of the design's promises, as what must hold after every step and when all has come to rest. */
public interface Promise {

    /** Looks at what a call wrote to the tables; the history holds it already. */
    default void committed(Commit commit, History history) {}

    /** Looks at messages that were put into a Region's queue of replications. */
    default void sent(Invocation by, RegionName region, List<ReplicationMessage> messages, History history) {}

    /** Looks at an object that was put into a bucket, or taken out of it. */
    default void stored(StoredObject object, History history) {}

    /** Looks at an event that a Region's bus took. */
    default void announced(RegionName bus, PutEventsRequestEntry event, History history) {}

    /** Looks at a stream's record that will not be delivered to the function any more. */
    default void gaveUp(FunctionName function, Record record) {}

    /** Looks at what there is when no fault has happened for long and nothing is left to be done. */
    default void atRest(History history) {}

    default Violation violation(String what, Object... parts) {
        return new Violation(getClass(), what.formatted(parts));
    }

    /** @param bytes what the object holds now; null when it was deleted */
    record StoredObject(Invocation by, RegionName region, String key, byte[] bytes) {}
}
