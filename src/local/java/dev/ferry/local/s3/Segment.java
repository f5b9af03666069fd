package dev.ferry.local.s3;

/** Some bytes of a data file: {@code length} of them from {@code offset} on. */
record Segment(String fileId, long offset, long length) {

    Segment {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("no segment: " + offset + "+" + length);
        }
    }
}
