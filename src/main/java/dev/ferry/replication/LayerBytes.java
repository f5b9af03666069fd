package dev.ferry.replication;

/**
 * The bytes of the layers that a replication brought, each layer counted once.
 *
 * @param copied  from the source's store to the destination's
 * @param skipped of layers that the destination had already, also where an earlier try had copied them
 */
public record LayerBytes(long copied, long skipped) {}
