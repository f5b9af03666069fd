package dev.ferry.simulation.s3;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** A multipart upload that is neither completed nor aborted, and the parts it has. */
final class MultipartUpload {
    private static final int SMALLEST_PART_BUT_THE_LAST = 5 * 1024 * 1024;

    /** @param etag without quotes */
    record Part(byte[] content, String etag, Instant lastModified, Checksum checksum) {}

    private final String key;
    private final String contentType;
    private final Map<String, String> metadata;
    private final ChecksumAlgorithm checksumAlgorithm;
    private final NavigableMap<Integer, Part> parts = new TreeMap<>();

    /** @param checksumAlgorithm what every part must have a checksum by; null when none was asked for */
    MultipartUpload(
            String key, String contentType, Map<String, String> metadata, ChecksumAlgorithm checksumAlgorithm) {
        this.key = key;
        this.contentType = contentType;
        this.metadata = metadata;
        this.checksumAlgorithm = checksumAlgorithm;
    }

    String key() {
        return key;
    }

    ChecksumAlgorithm checksumAlgorithm() {
        return checksumAlgorithm;
    }

    NavigableMap<Integer, Part> parts() {
        return parts;
    }

    void put(int number, Part part) {
        if (checksumAlgorithm != null && part.checksum().algorithm() != checksumAlgorithm) {
            throw S3Errors.invalidRequest("Checksum Type mismatch occurred, expected checksum Type: "
                    + checksumAlgorithm + ", actual checksum Type: " + part.checksum().algorithm());
        }
        parts.put(number, part);
    }

    /**
     * The object that these parts make.
     *
     * @throws software.amazon.awssdk.services.s3.model.S3Exception MalformedXML, InvalidPartOrder, InvalidPart,
     *     InvalidRequest or EntityTooSmall
     */
    StoredObject join(List<CompletedPart> requested, Instant now) {
        List<Part> selected = select(requested);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream md5s = new ByteArrayOutputStream();
        for (Part part : selected) {
            content.writeBytes(part.content());
            md5s.writeBytes(HexFormat.of().parseHex(part.etag()));
        }
        byte[] bytes = content.toByteArray();
        return new StoredObject(
                bytes,
                Checksum.etag(md5s.toByteArray()) + "-" + selected.size(),
                now,
                contentType,
                metadata,
                checksumAlgorithm == null ? Checksum.of(ChecksumAlgorithm.CRC32, bytes) : composite(selected));
    }

    private List<Part> select(List<CompletedPart> requested) {
        if (requested.isEmpty()) {
            throw S3Errors.error("MalformedXML", 400,
                    "The XML you provided was not well-formed or did not validate against our published schema");
        }
        List<Part> selected = new ArrayList<>();
        int previous = 0;
        for (CompletedPart part : requested) {
            if (part.partNumber() <= previous) {
                throw S3Errors.error("InvalidPartOrder", 400, "The list of parts was not in ascending order.");
            }
            previous = part.partNumber();
            selected.add(stored(part));
        }
        for (Part part : selected.subList(0, selected.size() - 1)) {
            if (part.content().length < SMALLEST_PART_BUT_THE_LAST) {
                throw S3Errors.error(
                        "EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
            }
        }
        return selected;
    }

    private Part stored(CompletedPart requested) {
        Part part = parts.get(requested.partNumber());
        if (part == null || !part.etag().equals(requested.eTag().replace("\"", ""))) {
            throw invalidPart();
        }
        if (requested.checksumSHA256() != null
                && !part.checksum().equals(new Checksum(ChecksumAlgorithm.SHA256, requested.checksumSHA256()))) {
            throw invalidPart();
        }
        if (checksumAlgorithm == ChecksumAlgorithm.SHA256 && requested.checksumSHA256() == null) {
            throw S3Errors.invalidRequest("The upload was created using a sha256 checksum. The complete"
                    + " request must include the checksum for each part. It was missing for part "
                    + requested.partNumber() + " in the request.");
        }
        return part;
    }

    private static RuntimeException invalidPart() {
        return S3Errors.error("InvalidPart", 400, "One or more of the specified parts could not be found. The part may"
                + " not have been uploaded, or the specified entity tag may not match the part's entity tag.");
    }

    private Checksum composite(List<Part> joined) {
        ByteArrayOutputStream checksums = new ByteArrayOutputStream();
        joined.forEach(part -> checksums.writeBytes(Base64.getDecoder().decode(part.checksum().value())));
        return new Checksum(
                checksumAlgorithm, Checksum.of(checksumAlgorithm, checksums.toByteArray()).value() + "-" + joined.size());
    }
}
