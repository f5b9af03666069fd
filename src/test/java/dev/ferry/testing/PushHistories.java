package dev.ferry.testing;

import dev.ferry.registry.RegionName;
import dev.ferry.replication.ImageKey;
import dev.ferry.store.replications.ReplicationHistory;
import dev.ferry.store.replications.ReplicationHistory.PushHistory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** All pushes of an image, and where they went. */
public record PushHistories(ReplicationHistory history) {

    /** Every push of an image, oldest first, with the replications that were opened for it. */
    public List<PushHistory> of(RegionName region, ImageKey image) {
        List<PushHistory> pushes = new ArrayList<>(history.latestFirst(region, image, Long.MAX_VALUE).toList());
        Collections.reverse(pushes);
        return pushes;
    }
}
