package dev.ferry.local.s3;

import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The operations on multipart uploads. */
final class MultipartApi {
    private static final int MOST_LISTED = 1000;
    private static final int LONGEST_XML = 4 * 1024 * 1024;
    private static final Comparator<MultipartUpload> LISTING_ORDER = Comparator.comparing(
                    (MultipartUpload upload) -> upload.key().value(), ObjectKey.ORDER)
            .thenComparing(MultipartUpload::id);

    private final Buckets buckets;

    MultipartApi(Buckets buckets) {
        this.buckets = buckets;
    }

    S3Answer create(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        request.header("x-amz-checksum-type").filter(type -> !type.equals("COMPOSITE")).ifPresent(type -> {
            throw new S3Exception(
                    S3Error.NOT_IMPLEMENTED, "The checksum of parts joined is of the type COMPOSITE alone");
        });
        Optional<ChecksumAlgorithm> algorithm =
                request.header("x-amz-checksum-algorithm").map(ChecksumAlgorithm::named);
        MultipartUpload upload = bucket.uploads().create(request.key(), ObjectHeaders.kept(request), algorithm);
        S3Answer answer = S3Answer.xml(200, Xml.document("InitiateMultipartUploadResult", xml -> xml
                .add("Bucket", bucket.name())
                .add("Key", upload.key().value())
                .add("UploadId", upload.id())));
        algorithm.ifPresent(chosen -> answer.with("x-amz-checksum-algorithm", chosen.name())
                .with("x-amz-checksum-type", "COMPOSITE"));
        return answer;
    }

    S3Answer uploadPart(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        MultipartUpload upload = upload(bucket, request);
        int number = partNumber(request);
        RequestBody body = new RequestBody(request, ObjectApi.LARGEST_UPLOAD);
        Set<ChecksumAlgorithm> ofUpload = Set.copyOf(upload.checksumAlgorithm().stream().toList());
        Optional<MessageDigest> whole = upload.hash().next(number);
        DataFiles.Written<ContentHashes> written = bucket.data().write(file -> body.writeTo(file, ofUpload, whole));
        Set<ChecksumAlgorithm> kept = body.givenChecksums();
        kept.addAll(ofUpload);
        StoredPart part = part(number, written.content(), written.result(), kept);
        store(bucket, upload, part, whole);
        return S3Answer.empty(200)
                .with("ETag", ObjectHeaders.quoted(part.etag()))
                .with(ObjectHeaders.checksums(part.checksums()));
    }

    S3Answer uploadPartCopy(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        MultipartUpload upload = upload(bucket, request);
        int number = partNumber(request);
        try (Bucket.HeldObject held = CopySource.of(request).open(buckets)) {
            CopySource.requireUnchanged(request, held.object());
            Content whole = held.object().content();
            Content source = request.header("x-amz-copy-source-range")
                    .map(range -> whole.slice(ByteRange.parseCopySource(range, whole.size())))
                    .orElse(whole);
            CopySource.requireCopyable(source);
            Set<ChecksumAlgorithm> ofUpload = Set.copyOf(upload.checksumAlgorithm().stream().toList());
            Optional<MessageDigest> inOrder = upload.hash().next(number);
            ContentHashes hashes = source.hash(ofUpload, inOrder.stream().toList());
            StoredPart part = part(number, source.copy(bucket.data()), hashes, ofUpload);
            store(bucket, upload, part, inOrder);
            return S3Answer.xml(200, Xml.document("CopyPartResult", xml -> describe(xml, part)));
        }
    }

    private static StoredPart part(int number, Content content, ContentHashes hashes, Set<ChecksumAlgorithm> kept) {
        return new StoredPart(number, content, EntityTag.fresh(), Instant.now(), hashes.base64(kept));
    }

    private static void store(Bucket bucket, MultipartUpload upload, StoredPart part, Optional<MessageDigest> whole)
            throws IOException {
        try {
            bucket.uploads().put(upload, part, whole);
        } catch (S3Exception refused) {
            part.content().release();
            throw refused;
        }
    }

    S3Answer complete(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        MultipartUpload upload = upload(bucket, request);
        Bucket.WriteCondition condition = ObjectApi.writeCondition(request);
        RequestBody body = new RequestBody(request, LONGEST_XML);
        List<CompletedPart> parts = XmlRequests.completedParts(body.bytes());
        StoredObject object = bucket.uploads().complete(upload, parts, condition);
        return S3Answer.xml(200, Xml.document("CompleteMultipartUploadResult", xml -> {
            xml.add("Location", "/" + bucket.name() + "/" + object.key().value())
                    .add("Bucket", bucket.name())
                    .add("Key", object.key().value())
                    .add("ETag", ObjectHeaders.quoted(object.etag()));
            object.checksums().forEach((algorithm, value) -> xml.add(algorithm.element(), value)
                    .add("ChecksumType", ObjectHeaders.checksumType(value)));
        }));
    }

    S3Answer abort(S3Request request) throws IOException {
        Bucket bucket = buckets.bucket(request.bucket());
        bucket.uploads().abort(upload(bucket, request));
        return S3Answer.empty(204);
    }

    S3Answer listParts(S3Request request) {
        Bucket bucket = buckets.bucket(request.bucket());
        MultipartUpload upload = upload(bucket, request);
        int most = Math.min(request.number("max-parts", 0, Integer.MAX_VALUE).orElse(MOST_LISTED), MOST_LISTED);
        int marker = request.number("part-number-marker", 0, Integer.MAX_VALUE).orElse(0);
        List<StoredPart> left = upload.parts().stream().filter(part -> part.number() > marker).toList();
        List<StoredPart> page = left.subList(0, Math.min(most, left.size()));
        return S3Answer.xml(200, Xml.document("ListPartsResult", xml -> {
            xml.add("Bucket", bucket.name())
                    .add("Key", upload.key().value())
                    .add("UploadId", upload.id())
                    .add("StorageClass", "STANDARD")
                    .add("PartNumberMarker", marker)
                    .add("MaxParts", most)
                    .add("IsTruncated", page.size() < left.size());
            upload.checksumAlgorithm().ifPresent(algorithm ->
                    xml.add("ChecksumAlgorithm", algorithm).add("ChecksumType", "COMPOSITE"));
            if (page.size() < left.size()) {
                xml.add("NextPartNumberMarker", page.isEmpty() ? marker : page.get(page.size() - 1).number());
            }
            page.forEach(part -> xml.add("Part", element -> {
                element.add("PartNumber", part.number()).add("Size", part.content().size());
                describe(element, part);
            }));
        }));
    }

    private static void describe(Xml xml, StoredPart part) {
        xml.add("LastModified", part.lastModified()).add("ETag", ObjectHeaders.quoted(part.etag()));
        part.checksums().forEach((algorithm, value) -> xml.add(algorithm.element(), value));
    }

    S3Answer listUploads(S3Request request) {
        Bucket bucket = buckets.bucket(request.bucket());
        String prefix = request.parameter("prefix").orElse("");
        int most = Math.min(request.number("max-uploads", 1, Integer.MAX_VALUE).orElse(MOST_LISTED), MOST_LISTED);
        List<MultipartUpload> left = bucket.uploads().all().stream()
                .filter(upload -> upload.key().value().startsWith(prefix))
                .filter(upload -> isAfterMarkers(upload, request))
                .sorted(LISTING_ORDER)
                .toList();
        List<MultipartUpload> page = left.subList(0, Math.min(most, left.size()));
        UnaryOperator<String> encoded = BucketApi.encoding(request);
        return S3Answer.xml(200, Xml.document("ListMultipartUploadsResult", xml -> {
            xml.add("Bucket", bucket.name())
                    .add("Prefix", encoded.apply(prefix))
                    .add("KeyMarker", encoded.apply(request.parameter("key-marker").orElse("")))
                    .add("UploadIdMarker", request.parameter("upload-id-marker").orElse(""))
                    .add("MaxUploads", most)
                    .add("IsTruncated", page.size() < left.size());
            request.parameter("encoding-type").ifPresent(type -> xml.add("EncodingType", type));
            if (page.size() < left.size()) {
                MultipartUpload last = page.get(page.size() - 1);
                xml.add("NextKeyMarker", encoded.apply(last.key().value())).add("NextUploadIdMarker", last.id());
            }
            page.forEach(upload -> xml.add("Upload", element -> element
                    .add("Key", encoded.apply(upload.key().value()))
                    .add("UploadId", upload.id())
                    .add("Initiated", upload.initiated())
                    .add("StorageClass", "STANDARD")));
        }));
    }

    private static boolean isAfterMarkers(MultipartUpload upload, S3Request request) {
        String keyMarker = request.parameter("key-marker").orElse("");
        int order = ObjectKey.ORDER.compare(upload.key().value(), keyMarker);
        return order > 0
                || order == 0
                        && request.parameter("upload-id-marker")
                                .map(marker -> upload.id().compareTo(marker) > 0)
                                .orElse(false);
    }

    private static MultipartUpload upload(Bucket bucket, S3Request request) {
        return bucket.uploads().find(request.key(), request.parameter("uploadId").orElseThrow());
    }

    private static int partNumber(S3Request request) {
        return request.number("partNumber", 1, MultipartUpload.HIGHEST_PART_NUMBER).orElseThrow();
    }
}
