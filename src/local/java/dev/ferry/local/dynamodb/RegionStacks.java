package dev.ferry.local.dynamodb;

import java.util.Optional;

/** The stacks whose tables a server keeps. */
public interface RegionStacks extends WriteListener {

    /**
     * Makes the Region's stack, if it is new.
     *
     * @return why there is none; empty where there is
     */
    Optional<String> provision(String region);
}
