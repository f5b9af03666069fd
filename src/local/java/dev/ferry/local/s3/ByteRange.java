package dev.ferry.local.s3;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some bytes of an object, from the first to the last, both included and counted from 0 (RFC 9110, section 14). */
record ByteRange(long first, long last) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("no range: " + first + "-" + last);
        }
    }

    long length() {
        return last - first + 1;
    }

    /**
     * What a {@code Range} header asks of content of this size. Empty when the header is not one range of bytes, which
     * S3 answers with the whole.
     *
     * @throws S3Exception InvalidRange when no byte of the content is in the range
     */
    static Optional<ByteRange> parse(String header, long size) {
        Matcher matcher = ONE_RANGE.matcher(header);
        if (!matcher.matches() || matcher.group(1).isEmpty() && matcher.group(2).isEmpty()) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long count = Math.min(Long.parseLong(matcher.group(2)), size);
            return Optional.of(satisfiable(size - count, size - 1));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : Long.parseLong(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(satisfiable(first, Math.min(last, size - 1)));
    }

    private static ByteRange satisfiable(long first, long last) {
        if (last < first) {
            throw new S3Exception(S3Error.INVALID_RANGE);
        }
        return new ByteRange(first, last);
    }

    /** What {@code x-amz-copy-source-range} asks of content of this size: both ends are given, and both must be in it. */
    static ByteRange parseCopySource(String header, long size) {
        Matcher matcher = ONE_RANGE.matcher(header);
        if (matcher.matches() && !matcher.group(1).isEmpty() && !matcher.group(2).isEmpty()) {
            long first = Long.parseLong(matcher.group(1));
            long last = Long.parseLong(matcher.group(2));
            if (first <= last && last < size) {
                return new ByteRange(first, last);
            }
        }
        throw new S3Exception(
                S3Error.INVALID_ARGUMENT, "Range specified is not valid for source object of size: " + size);
    }
}
