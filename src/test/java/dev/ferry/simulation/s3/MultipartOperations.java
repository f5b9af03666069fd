package dev.ferry.simulation.s3;

import dev.ferry.local.queues.UnderstoodParameters;
import dev.ferry.registry.RegionName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** The operations on multipart uploads, in one Region. */
final class MultipartOperations {
    private static final int HIGHEST_PART_NUMBER = 10_000;
    private static final int MOST_PARTS = 1000;

    private final UnderstoodParameters ofCreate =
            UnderstoodParameters.of("Bucket", "Key", "ContentType", "Metadata", "ChecksumAlgorithm");
    private final UnderstoodParameters ofUpload = UnderstoodParameters.of(
            "Bucket", "Key", "UploadId", "PartNumber", "ContentLength", "ChecksumAlgorithm", "ChecksumSHA256");
    private final UnderstoodParameters ofUploadCopy = UnderstoodParameters.of("SourceBucket", "SourceKey",
            "CopySourceIfMatch", "CopySourceRange", "DestinationBucket", "DestinationKey", "UploadId", "PartNumber");
    private final UnderstoodParameters ofList =
            UnderstoodParameters.of("Bucket", "Key", "UploadId", "MaxParts", "PartNumberMarker");
    private final UnderstoodParameters ofComplete =
            UnderstoodParameters.of("Bucket", "Key", "UploadId", "MultipartUpload", "IfNoneMatch");
    private final UnderstoodParameters ofCompletedPart = UnderstoodParameters.of("PartNumber", "ETag", "ChecksumSHA256");
    private final UnderstoodParameters ofAbort = UnderstoodParameters.of("Bucket", "Key", "UploadId");

    private final InMemoryS3 server;
    private final RegionName region;

    MultipartOperations(InMemoryS3 server, RegionName region) {
        this.server = server;
        this.region = region;
    }

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest request) {
        ofCreate.check(request);
        InMemoryBucket bucket = server.bucket(region, request.bucket());
        InMemoryBucket.requireKey(request.key());
        String id = server.nextUploadId();
        bucket.uploads().put(id, new MultipartUpload(
                request.key(), request.contentType(), request.metadata(), request.checksumAlgorithm()));
        return CreateMultipartUploadResponse.builder()
                .bucket(request.bucket())
                .key(request.key())
                .uploadId(id)
                .checksumAlgorithm(request.checksumAlgorithm())
                .build();
    }

    UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
        ofUpload.check(request);
        MultipartUpload upload = upload(request.bucket(), request.key(), request.uploadId());
        requirePartNumber(request.partNumber());
        byte[] content = ObjectOperations.read(body);
        MultipartUpload.Part part = part(content, Checksum.ofBody(
                Optional.ofNullable(request.checksumSHA256()), request.checksumAlgorithm(), content));
        upload.put(request.partNumber(), part);
        return part.checksum().in(UploadPartResponse.builder())
                .eTag(ObjectOperations.quoted(part.etag()))
                .build();
    }

    UploadPartCopyResponse uploadPartCopy(UploadPartCopyRequest request) {
        ofUploadCopy.check(request);
        MultipartUpload upload = upload(request.destinationBucket(), request.destinationKey(), request.uploadId());
        requirePartNumber(request.partNumber());
        StoredObject original = server.anywhere(request.sourceBucket()).object(request.sourceKey());
        ObjectOperations.requireUnchanged(request.copySourceIfMatch(), original);
        byte[] source = original.content();
        byte[] content = request.copySourceRange() == null
                ? source
                : ByteRange.ofCopySource(request.copySourceRange(), source.length).of(source);
        ChecksumAlgorithm algorithm = Optional.ofNullable(upload.checksumAlgorithm()).orElse(ChecksumAlgorithm.CRC32);
        MultipartUpload.Part part = part(content, Checksum.of(algorithm, content));
        upload.put(request.partNumber(), part);
        return UploadPartCopyResponse.builder()
                .copyPartResult(part.checksum().in(CopyPartResult.builder())
                        .eTag(ObjectOperations.quoted(part.etag()))
                        .lastModified(part.lastModified())
                        .build())
                .build();
    }

    private MultipartUpload.Part part(byte[] content, Checksum checksum) {
        return new MultipartUpload.Part(content, Checksum.etag(content), server.now(), checksum);
    }

    private static void requirePartNumber(int number) {
        if (number < 1 || number > HIGHEST_PART_NUMBER) {
            throw S3Errors.error("InvalidArgument", 400, "Part number must be an integer between 1 and 10000, inclusive");
        }
    }

    ListPartsResponse listParts(ListPartsRequest request) {
        ofList.check(request);
        MultipartUpload upload = upload(request.bucket(), request.key(), request.uploadId());
        int most = Math.min(Optional.ofNullable(request.maxParts()).orElse(MOST_PARTS), MOST_PARTS);
        int marker = Optional.ofNullable(request.partNumberMarker()).orElse(0);
        Iterator<Map.Entry<Integer, MultipartUpload.Part>> left =
                upload.parts().tailMap(marker, false).entrySet().iterator();
        List<Part> page = new ArrayList<>();
        while (left.hasNext() && page.size() < most) {
            page.add(listed(left.next()));
        }
        return ListPartsResponse.builder()
                .bucket(request.bucket())
                .key(request.key())
                .uploadId(request.uploadId())
                .maxParts(most)
                .parts(page)
                .isTruncated(left.hasNext())
                .nextPartNumberMarker(left.hasNext() && !page.isEmpty() ? page.get(page.size() - 1).partNumber() : null)
                .checksumAlgorithm(upload.checksumAlgorithm())
                .build();
    }

    private static Part listed(Map.Entry<Integer, MultipartUpload.Part> entry) {
        MultipartUpload.Part part = entry.getValue();
        return part.checksum().in(Part.builder())
                .partNumber(entry.getKey())
                .eTag(ObjectOperations.quoted(part.etag()))
                .size((long) part.content().length)
                .lastModified(part.lastModified())
                .build();
    }

    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest request) {
        ofComplete.check(request);
        InMemoryBucket bucket = server.bucket(region, request.bucket());
        MultipartUpload upload = bucket.upload(request.key(), request.uploadId());
        List<CompletedPart> parts =
                request.multipartUpload() == null ? List.of() : request.multipartUpload().parts();
        parts.forEach(ofCompletedPart::check);
        StoredObject object = upload.join(parts, server.now());
        bucket.put(request.key(), object, request.ifNoneMatch());
        bucket.uploads().remove(request.uploadId());
        return object.checksum().in(CompleteMultipartUploadResponse.builder())
                .bucket(request.bucket())
                .key(request.key())
                .eTag(ObjectOperations.quoted(object.etag()))
                .build();
    }

    AbortMultipartUploadResponse abort(AbortMultipartUploadRequest request) {
        ofAbort.check(request);
        upload(request.bucket(), request.key(), request.uploadId());
        server.bucket(region, request.bucket()).uploads().remove(request.uploadId());
        return AbortMultipartUploadResponse.builder().build();
    }

    private MultipartUpload upload(String bucket, String key, String id) {
        return server.bucket(region, bucket).upload(key, id);
    }
}
