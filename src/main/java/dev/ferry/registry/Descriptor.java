package dev.ferry.registry;

/**
 * How a manifest points at other content (OCI image specification, "Content Descriptors").
 *
 * @param size in bytes, not negative
 */
public record Descriptor(String mediaType, Digest digest, long size) {
    public Descriptor {
        if (size < 0) {
            throw new InvalidValueException("a descriptor's size must not be negative");
        }
    }
}
