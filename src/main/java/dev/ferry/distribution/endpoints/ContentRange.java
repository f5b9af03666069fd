package dev.ferry.distribution.endpoints;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which bytes of a layer a chunk has: {@code 0-1023} (OCI distribution specification, "Pushing a blob in chunks"), or the
 * same as HTTP writes it, {@code bytes 0-1023/*}.
 *
 * @param first counted from 0
 * @param last  inclusive
 */
record ContentRange(long first, long last) {
    private static final Pattern PATTERN =
            Pattern.compile("(?:bytes[ =])?([0-9]{1,15})-([0-9]{1,15})(?:/(?:[0-9]{1,15}|\\*))?");

    static Optional<ContentRange> parse(String header) {
        Matcher range = PATTERN.matcher(header.strip());
        return range.matches()
                ? Optional.of(new ContentRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2))))
                        .filter(read -> read.first <= read.last)
                : Optional.empty();
    }

    long length() {
        return last - first + 1;
    }
}
