package dev.ferry.simulation.s3;

import dev.ferry.local.queues.UnderstoodParameters;
import dev.ferry.registry.RegionName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The operations on objects, in one Region. */
final class ObjectOperations {
    private static final int MOST_KEYS = 1000;
    private static final SdkHttpResponse OK = SdkHttpResponse.builder().statusCode(200).build();
    private static final SdkHttpResponse PARTIAL_CONTENT = SdkHttpResponse.builder().statusCode(206).build();

    private final UnderstoodParameters ofPut = UnderstoodParameters.of("Bucket", "Key", "ContentType", "ContentLength",
            "Metadata", "ChecksumAlgorithm", "ChecksumSHA256", "IfNoneMatch");
    private final UnderstoodParameters ofGet = UnderstoodParameters.of("Bucket", "Key", "Range");
    private final UnderstoodParameters ofHead = UnderstoodParameters.of("Bucket", "Key", "ChecksumMode");
    private final UnderstoodParameters ofDelete = UnderstoodParameters.of("Bucket", "Key");
    private final UnderstoodParameters ofCopy =
            UnderstoodParameters.of("SourceBucket", "SourceKey",
            "CopySourceIfMatch", "DestinationBucket", "DestinationKey", "ChecksumAlgorithm", "IfNoneMatch", "IfMatch");
    private final UnderstoodParameters ofList =
            UnderstoodParameters.of("Bucket", "Prefix", "MaxKeys", "ContinuationToken", "StartAfter");

    private final InMemoryS3 server;
    private final RegionName region;

    ObjectOperations(InMemoryS3 server, RegionName region) {
        this.server = server;
        this.region = region;
    }

    PutObjectResponse put(PutObjectRequest request, RequestBody body) {
        ofPut.check(request);
        InMemoryBucket bucket = server.bucket(region, request.bucket());
        byte[] content = read(body);
        Checksum checksum =
                Checksum.ofBody(Optional.ofNullable(request.checksumSHA256()), request.checksumAlgorithm(), content);
        String etag = Checksum.etag(content);
        bucket.put(
                request.key(),
                new StoredObject(content, etag, server.now(), request.contentType(), request.metadata(), checksum),
                request.ifNoneMatch());
        return checksum.in(PutObjectResponse.builder()).eTag(quoted(etag)).build();
    }

    static byte[] read(RequestBody body) {
        try (InputStream stream = body.contentStreamProvider().newStream()) {
            return stream.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String quoted(String etag) {
        return '"' + etag + '"';
    }

    <T> T get(GetObjectRequest request, ResponseTransformer<GetObjectResponse, T> transformer) {
        ofGet.check(request);
        StoredObject object = server.bucket(region, request.bucket()).object(request.key());
        byte[] content = object.content();
        GetObjectResponse.Builder response = GetObjectResponse.builder()
                .eTag(quoted(object.etag()))
                .lastModified(object.lastModified())
                .contentType(object.contentType())
                .metadata(object.metadata())
                .acceptRanges("bytes");
        if (request.range() == null) {
            response.sdkHttpResponse(OK);
        } else {
            ByteRange range = ByteRange.ofObject(request.range(), content.length);
            response.sdkHttpResponse(PARTIAL_CONTENT);
            response.contentRange(range.contentRange(content.length));
            content = range.of(content);
        }
        try {
            return transformer.transform(
                    response.contentLength((long) content.length).build(),
                    AbortableInputStream.create(new ByteArrayInputStream(content)));
        } catch (RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw SdkClientException.create("Unable to unmarshall response", failed);
        }
    }

    HeadObjectResponse head(HeadObjectRequest request) {
        ofHead.check(request);
        StoredObject object = headed(request);
        HeadObjectResponse.Builder response = HeadObjectResponse.builder()
                .eTag(quoted(object.etag()))
                .lastModified(object.lastModified())
                .contentType(object.contentType())
                .metadata(object.metadata())
                .acceptRanges("bytes")
                .contentLength((long) object.content().length);
        if (request.checksumMode() == ChecksumMode.ENABLED) {
            object.checksum().in(response);
        }
        return response.build();
    }

    /** An answer to HEAD has no content that could tell a missing bucket from a missing key. */
    private StoredObject headed(HeadObjectRequest request) {
        try {
            return server.bucket(region, request.bucket()).object(request.key());
        } catch (NoSuchBucketException missing) {
            throw S3Errors.noSuchKey();
        }
    }

    DeleteObjectResponse delete(DeleteObjectRequest request) {
        ofDelete.check(request);
        server.bucket(region, request.bucket()).objects().remove(request.key());
        return DeleteObjectResponse.builder().build();
    }

    CopyObjectResponse copy(CopyObjectRequest request) {
        ofCopy.check(request);
        InMemoryBucket destination = server.bucket(region, request.destinationBucket());
        InMemoryBucket source = server.anywhere(request.sourceBucket());
        if (source == destination && request.sourceKey().equals(request.destinationKey())) {
            throw S3Errors.invalidRequest("This copy request is illegal because it is trying to copy an"
                    + " object to itself without changing the object's metadata.");
        }
        StoredObject original = source.object(request.sourceKey());
        requireUnchanged(request.copySourceIfMatch(), original);
        // What was joined from parts is one whole in the copy, and so are its entity tag and checksum.
        String etag = original.etag().contains("-") ? Checksum.etag(original.content()) : original.etag();
        ChecksumAlgorithm algorithm =
                Optional.ofNullable(request.checksumAlgorithm()).orElse(original.checksum().algorithm());
        Checksum checksum = original.checksum().isComposite() || original.checksum().algorithm() != algorithm
                ? Checksum.of(algorithm, original.content())
                : original.checksum();
        StoredObject copy = new StoredObject(
                original.content(), etag, server.now(), original.contentType(), original.metadata(), checksum);
        destination.requireMatch(request.destinationKey(), request.ifMatch());
        destination.put(request.destinationKey(), copy, request.ifNoneMatch());
        return CopyObjectResponse.builder()
                .copyObjectResult(checksum.in(CopyObjectResult.builder())
                        .eTag(quoted(etag))
                        .lastModified(copy.lastModified())
                        .build())
                .build();
    }

    static void requireUnchanged(String etag, StoredObject source) {
        if (etag != null && !etag.replace("\"", "").equals(source.etag())) {
            throw S3Errors.preconditionFailed();
        }
    }

    ListObjectsV2Response list(ListObjectsV2Request request) {
        ofList.check(request);
        String prefix = Optional.ofNullable(request.prefix()).orElse("");
        String after = Optional.ofNullable(request.continuationToken())
                .or(() -> Optional.ofNullable(request.startAfter()))
                .orElse("");
        int most = Math.min(Optional.ofNullable(request.maxKeys()).orElse(MOST_KEYS), MOST_KEYS);
        NavigableMap<String, StoredObject> objects = server.bucket(region, request.bucket()).objects();
        boolean afterPrefix = objects.comparator().compare(after, prefix) >= 0;
        List<S3Object> page = new ArrayList<>();
        boolean more = false;
        for (Map.Entry<String, StoredObject> entry :
                objects.tailMap(afterPrefix ? after : prefix, !afterPrefix).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                break;
            }
            if (page.size() == most) {
                more = most > 0;
                break;
            }
            page.add(listed(entry.getKey(), entry.getValue()));
        }
        return ListObjectsV2Response.builder()
                .name(request.bucket())
                .prefix(prefix)
                .maxKeys(most)
                .keyCount(page.size())
                .contents(page)
                .isTruncated(more)
                .nextContinuationToken(more ? page.get(page.size() - 1).key() : null)
                .build();
    }

    private static S3Object listed(String key, StoredObject object) {
        return S3Object.builder()
                .key(key)
                .eTag(quoted(object.etag()))
                .size((long) object.content().length)
                .lastModified(object.lastModified())
                .build();
    }
}
