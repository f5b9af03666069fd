package dev.ferry.local.s3;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A part as CompleteMultipartUpload names it.
 *
 * @param etag the entity tag without quotes
 * @param checksums in base64, those that the client gives again
 */
record CompletedPart(int number, String etag, Map<ChecksumAlgorithm, String> checksums) {
    private static final long SMALLEST_PART_BUT_THE_LAST = 5L * 1024 * 1024;

    CompletedPart {
        checksums = Map.copyOf(checksums);
    }

    /**
     * The upload's parts that these are.
     *
     * @throws S3Exception MalformedXML, InvalidPartOrder, InvalidPart or EntityTooSmall
     */
    static List<StoredPart> select(MultipartUpload upload, List<CompletedPart> requested) {
        if (requested.isEmpty()) {
            throw new S3Exception(S3Error.MALFORMED_XML, "You must specify at least one part");
        }
        List<StoredPart> selected = new ArrayList<>();
        int previous = 0;
        for (CompletedPart part : requested) {
            if (part.number <= previous) {
                throw new S3Exception(S3Error.INVALID_PART_ORDER);
            }
            previous = part.number;
            selected.add(part.storedIn(upload));
        }
        for (StoredPart part : selected.subList(0, selected.size() - 1)) {
            if (part.content().size() < SMALLEST_PART_BUT_THE_LAST) {
                throw new S3Exception(S3Error.ENTITY_TOO_SMALL);
            }
        }
        return selected;
    }

    private StoredPart storedIn(MultipartUpload upload) {
        return upload.part(number)
                .filter(stored -> stored.etag().equals(etag))
                .filter(stored -> checksums.entrySet().stream()
                        .allMatch(given -> given.getValue().equals(stored.checksums().get(given.getKey()))))
                .orElseThrow(() -> new S3Exception(S3Error.INVALID_PART));
    }

    /** The object that these parts make. Its checksum is that of the parts' own. */
    static StoredObject join(MultipartUpload upload, List<StoredPart> parts, DataFiles files) {
        return new StoredObject(
                upload.key(),
                Content.joined(files, parts.stream().map(StoredPart::content).toList()),
                EntityTag.fresh() + "-" + parts.size(),
                Instant.now(),
                upload.headers(),
                upload.checksumAlgorithm().map(algorithm -> composite(algorithm, parts)).orElse(Map.of()),
                upload.hash().of(parts),
                Optional.of(upload.id()));
    }

    private static Map<ChecksumAlgorithm, String> composite(ChecksumAlgorithm algorithm, List<StoredPart> parts) {
        ByteArrayOutputStream checksums = new ByteArrayOutputStream();
        parts.forEach(part -> checksums.writeBytes(algorithm.parse(part.checksums().get(algorithm))));
        String value = Base64.getEncoder().encodeToString(algorithm.of(checksums.toByteArray()));
        return Map.of(algorithm, value + "-" + parts.size());
    }
}
