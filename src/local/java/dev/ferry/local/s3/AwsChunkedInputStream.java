package dev.ferry.local.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The content of a body in {@code aws-chunked} encoding: chunks of {@code <hex length>[;chunk-signature=…]\r\n<bytes>\r\n}
 * up to one of length 0, then trailers (Amazon S3 API, "Signature calculations: transferring payload in multiple
 * chunks"). The signatures of chunks are not verified.
 */
final class AwsChunkedInputStream extends InputStream {
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_TRAILERS = 16;

    private final InputStream encoded;
    private final Map<String, String> trailers = new HashMap<>();
    private long leftOfChunk;
    private boolean first = true;
    private boolean ended;

    AwsChunkedInputStream(InputStream encoded) {
        this.encoded = encoded;
    }

    /** The trailers by their names in lower case; complete once the stream has ended. */
    Map<String, String> trailers() {
        return Map.copyOf(trailers);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (leftOfChunk == 0 && !ended) {
            startChunk();
        }
        if (ended) {
            return -1;
        }
        int count = encoded.read(target, offset, (int) Math.min(length, leftOfChunk));
        if (count < 0) {
            throw new S3Exception(S3Error.INCOMPLETE_BODY);
        }
        leftOfChunk -= count;
        return count;
    }

    private void startChunk() throws IOException {
        if (!first && !readLine().isEmpty()) {
            throw new S3Exception(S3Error.INVALID_REQUEST, "A chunk is longer than it says");
        }
        first = false;
        leftOfChunk = chunkLength(readLine());
        if (leftOfChunk == 0) {
            ended = true;
            readTrailers();
        }
    }

    private static long chunkLength(String line) {
        String hex = line.split(";", 2)[0].strip();
        try {
            long length = Long.parseLong(hex, 16);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException notHex) {
            throw invalidChunkLength();
        }
        throw invalidChunkLength();
    }

    private static S3Exception invalidChunkLength() {
        return new S3Exception(S3Error.INVALID_REQUEST, "A chunk does not start with its length in hex");
    }

    private void readTrailers() throws IOException {
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            String[] nameAndValue = line.split(":", 2);
            if (nameAndValue.length < 2 || trailers.size() == MOST_TRAILERS) {
                throw new S3Exception(S3Error.MALFORMED_TRAILER);
            }
            trailers.put(nameAndValue[0].strip().toLowerCase(Locale.ROOT), nameAndValue[1].strip());
        }
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = encoded.read(); next != '\n'; next = encoded.read()) {
            if (next < 0 || line.size() == LONGEST_LINE) {
                throw new S3Exception(S3Error.INCOMPLETE_BODY);
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
