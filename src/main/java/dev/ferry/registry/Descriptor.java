package dev.ferry.registry;

/**
 * How a manifest points at other content (OCI image specification, "Content Descriptors").
 *
 * @param mediaType of that content, without parameters
 * @param size      in bytes, 0 to {@link #MAX_SIZE}
 */
public record Descriptor(String mediaType, Digest digest, long size) {

    /** 2⁵³ − 1, the largest integer that all JSON readers take for the same number (RFC 8259, section 6). */
    public static final long MAX_SIZE = (1L << 53) - 1;

    public Descriptor {
        if (!MediaTypes.isWellFormed(mediaType)) {
            throw new InvalidValueException("a descriptor's mediaType must be a media type without parameters");
        }
        if (size < 0 || size > MAX_SIZE) {
            throw new InvalidValueException("a descriptor's size must be 0 to " + MAX_SIZE + " bytes");
        }
    }
}
