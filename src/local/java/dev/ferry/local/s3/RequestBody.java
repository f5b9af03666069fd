package dev.ferry.local.s3;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The body of a request and what its headers and trailers promise of it: the length, and checksums. It is read once,
 * and whoever reads it learns of a broken promise by the S3Exception.
 */
final class RequestBody {
    private static final Set<String> CHUNKED = Set.of(
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
    private static final int MD5_LENGTH = 16;
    /** One for each large body that comes in. */
    private static final Executor HASHING = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "s3-hashing");
        thread.setDaemon(true);
        return thread;
    });

    private final InputStream content;
    private final Optional<AwsChunkedInputStream> chunked;
    private final long length;
    private final Map<ChecksumAlgorithm, byte[]> checksums = new EnumMap<>(ChecksumAlgorithm.class);
    private final Optional<ChecksumAlgorithm> trailer;
    private final Optional<byte[]> contentSha256;
    private final Optional<byte[]> contentMd5;

    /** Where content goes. */
    private interface Target {
        void write(byte[] bytes, int count) throws IOException;
    }

    RequestBody(S3Request request, long longest) {
        String payload = request.header("x-amz-content-sha256").orElse("UNSIGNED-PAYLOAD");
        if (payload.startsWith("STREAMING-")) {
            if (!CHUNKED.contains(payload)) {
                throw new S3Exception(S3Error.NOT_IMPLEMENTED, "The payload " + payload + " is not implemented");
            }
            AwsChunkedInputStream decoded = new AwsChunkedInputStream(request.body());
            chunked = Optional.of(decoded);
            content = decoded;
        } else {
            chunked = Optional.empty();
            content = request.body();
        }
        length = length(request, chunked.isPresent() ? "x-amz-decoded-content-length" : "content-length");
        if (length > longest) {
            throw new S3Exception(S3Error.ENTITY_TOO_LARGE);
        }
        contentSha256 = contentSha256(payload);
        contentMd5 = request.header("content-md5").map(RequestBody::md5);
        for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
            request.header(algorithm.header()).ifPresent(value -> checksums.put(algorithm, algorithm.parse(value)));
        }
        trailer = request.header("x-amz-trailer").map(name -> ChecksumAlgorithm.ofHeader(name)
                .orElseThrow(() -> new S3Exception(
                        S3Error.NOT_IMPLEMENTED, "The trailer " + name + " is not implemented")));
    }

    private static long length(S3Request request, String header) {
        String value = request.header(header).orElseThrow(() -> new S3Exception(S3Error.MISSING_CONTENT_LENGTH));
        try {
            long length = Long.parseLong(value);
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException notNumber) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, header + " is not a number");
        }
        throw new S3Exception(S3Error.INVALID_ARGUMENT, header + " is negative");
    }

    private static Optional<byte[]> contentSha256(String payload) {
        if (payload.equals("UNSIGNED-PAYLOAD") || CHUNKED.contains(payload)) {
            return Optional.empty();
        }
        if (!SHA256.matcher(payload).matches()) {
            throw new S3Exception(S3Error.INVALID_ARGUMENT, "x-amz-content-sha256 is not valid");
        }
        return Optional.of(HexFormat.of().parseHex(payload));
    }

    private static byte[] md5(String base64) {
        try {
            byte[] md5 = Base64.getDecoder().decode(base64);
            if (md5.length == MD5_LENGTH) {
                return md5;
            }
        } catch (IllegalArgumentException notBase64) {
            throw new S3Exception(S3Error.INVALID_DIGEST);
        }
        throw new S3Exception(S3Error.INVALID_DIGEST);
    }

    /** The algorithms of which the client gives a checksum, now or in the trailer. */
    Set<ChecksumAlgorithm> givenChecksums() {
        Set<ChecksumAlgorithm> given = EnumSet.noneOf(ChecksumAlgorithm.class);
        given.addAll(checksums.keySet());
        trailer.ifPresent(given::add);
        return given;
    }

    /**
     * Writes the content to the file, hashing it on the way, also with these algorithms.
     *
     * @param whole is given all bytes as well, as they come
     */
    ContentHashes writeTo(FileChannel file, Set<ChecksumAlgorithm> alsoWanted, Optional<MessageDigest> whole)
            throws IOException {
        return read((bytes, count) -> DurableFiles.writeFully(file, bytes, count), alsoWanted, whole);
    }

    /** The whole content; for the small bodies of XML alone, for which the longest length was given. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        read((bytes, count) -> whole.write(bytes, 0, count), Set.of(), Optional.empty());
        return whole.toByteArray();
    }

    private ContentHashes read(Target target, Set<ChecksumAlgorithm> alsoWanted, Optional<MessageDigest> whole)
            throws IOException {
        Set<ChecksumAlgorithm> algorithms = EnumSet.noneOf(ChecksumAlgorithm.class);
        algorithms.addAll(alsoWanted);
        algorithms.addAll(givenChecksums());
        contentSha256.ifPresent(expected -> algorithms.add(ChecksumAlgorithm.SHA256));
        Optional<MessageDigest> md5 = contentMd5.map(expected -> ChecksumAlgorithm.messageDigest("MD5"));
        ContentHashes.Hasher hasher =
                new ContentHashes.Hasher(algorithms, Stream.of(whole, md5).flatMap(Optional::stream).toList());
        long received = length > DataFiles.BUFFER_SIZE ? readLarge(target, hasher) : readSmall(target, hasher);
        if (received != length) {
            throw new S3Exception(S3Error.INCOMPLETE_BODY);
        }
        ContentHashes hashes = hasher.finish();
        verify(hashes);
        contentMd5.ifPresent(expected -> require(expected, md5.orElseThrow().digest(), S3Error.BAD_DIGEST));
        return hashes;
    }

    private long readSmall(Target target, ContentHashes.Hasher hasher) throws IOException {
        byte[] buffer = new byte[(int) length + 1];
        int count = fill(buffer);
        hasher.update(buffer, 0, count);
        target.write(buffer, count);
        return count;
    }

    /** Hashing takes longest, so a thread of its own does it, while this one writes the same bytes and reads the next. */
    private long readLarge(Target target, ContentHashes.Hasher hasher) throws IOException {
        byte[] buffer = new byte[DataFiles.BUFFER_SIZE];
        byte[] next = new byte[DataFiles.BUFFER_SIZE];
        CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
        long received = 0;
        try {
            for (int count = fill(buffer); count > 0 && received <= length; count = fill(buffer)) {
                hashed.join();
                byte[] filled = buffer;
                int bytes = count;
                hashed = CompletableFuture.runAsync(() -> hasher.update(filled, 0, bytes), HASHING);
                target.write(filled, count);
                received += count;
                buffer = next;
                next = filled;
            }
        } finally {
            hashed.join();
        }
        return received;
    }

    private int fill(byte[] buffer) {
        try {
            return content.readNBytes(buffer, 0, buffer.length);
        } catch (IOException clientIsGone) {
            throw new S3Exception(S3Error.INCOMPLETE_BODY);
        }
    }

    private void verify(ContentHashes hashes) {
        contentSha256.ifPresent(expected ->
                require(expected, hashes.checksums().get(ChecksumAlgorithm.SHA256), S3Error.CONTENT_SHA256_MISMATCH));
        checksums.forEach((algorithm, expected) ->
                require(expected, hashes.checksums().get(algorithm), S3Error.BAD_DIGEST));
        trailer.ifPresent(algorithm -> {
            String value = chunked.map(AwsChunkedInputStream::trailers).orElse(Map.of()).get(algorithm.header());
            if (value == null) {
                throw new S3Exception(S3Error.MALFORMED_TRAILER);
            }
            require(algorithm.parse(value), hashes.checksums().get(algorithm), S3Error.BAD_DIGEST);
        });
    }

    private static void require(byte[] expected, byte[] computed, S3Error otherwise) {
        if (!MessageDigest.isEqual(expected, computed)) {
            throw new S3Exception(otherwise);
        }
    }
}
