package dev.ferry.simulation.s3;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Some of an object's bytes, from the first to the last, both included and counted from 0 (RFC 9110, section 14). */
record ByteRange(int first, int last) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,9})-(\\d{0,9})");

    /** What the {@code Range} of GetObject asks of content of this size. */
    static ByteRange ofObject(String header, int size) {
        Matcher matcher = matcher(header);
        int first = matcher.group(1).isEmpty()
                ? Math.max(size - Integer.parseInt(matcher.group(2)), 0)
                : Integer.parseInt(matcher.group(1));
        int last = matcher.group(1).isEmpty() || matcher.group(2).isEmpty()
                ? size - 1
                : Math.min(Integer.parseInt(matcher.group(2)), size - 1);
        if (last < first) {
            throw S3Errors.error("InvalidRange", 416, "The requested range is not satisfiable");
        }
        return new ByteRange(first, last);
    }

    /** What the {@code CopySourceRange} of UploadPartCopy asks of content of this size: both ends must be in it. */
    static ByteRange ofCopySource(String header, int size) {
        Matcher matcher = matcher(header);
        if (!matcher.group(1).isEmpty() && !matcher.group(2).isEmpty()) {
            int first = Integer.parseInt(matcher.group(1));
            int last = Integer.parseInt(matcher.group(2));
            if (first <= last && last < size) {
                return new ByteRange(first, last);
            }
        }
        throw S3Errors.error(
                "InvalidArgument", 400, "Range specified is not valid for source object of size: " + size);
    }

    private static Matcher matcher(String header) {
        Matcher matcher = ONE_RANGE.matcher(header);
        if (!matcher.matches() || header.equals("bytes=-")) {
            throw new UnsupportedOperationException("the simulation does not know the range " + header);
        }
        return matcher;
    }

    byte[] of(byte[] content) {
        return Arrays.copyOfRange(content, first, last + 1);
    }

    String contentRange(int size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
