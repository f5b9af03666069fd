package dev.ferry.local.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Takes each request from the HTTP server to its operation, and the answer or error back. */
final class S3Handler implements HttpHandler {
    private static final System.Logger LOG = System.getLogger(S3Handler.class.getName());

    private final Function<HttpExchange, S3Request> reader;
    private final PresignedUrlVerifier presignedUrls;
    private final BucketApi buckets;
    private final ObjectApi objects;
    private final MultipartApi uploads;

    /** @param reader makes a request of what came */
    S3Handler(
            Buckets buckets, PresignedUrlVerifier presignedUrls, Function<HttpExchange, S3Request> reader) {
        this.reader = reader;
        this.presignedUrls = presignedUrls;
        this.buckets = new BucketApi(buckets);
        this.objects = new ObjectApi(buckets);
        this.uploads = new MultipartApi(buckets);
    }

    @Override
    public void handle(HttpExchange exchange) {
        String requestId = UUID.randomUUID().toString();
        exchange.getResponseHeaders().set("x-amz-request-id", requestId);
        try (exchange;
                S3Answer answer = answer(
                        () -> reader.apply(exchange), exchange.getRequestMethod(), exchange.getRequestURI(), requestId)) {
            // A client that is still sending does not see an answer until it has sent all.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            answer.sendTo(exchange);
        } catch (IOException brokenOff) {
            // Nobody is left to be answered; a body cut short is seen by the length announced.
            LOG.log(Level.DEBUG, () -> what(exchange.getRequestMethod(), exchange.getRequestURI()) + " was broken off: " + brokenOff);
        }
    }

    /**
     * Does what a presigned URL is for, without a connection.
     *
     * @return the status of the answer
     */
    int put(URI url, InputStream body, long length) {
        Supplier<S3Request> request = () -> new S3Request(
                "PUT",
                UriText.decodePath(url.getRawPath()),
                UriText.decodeQuery(url.getRawQuery()),
                Map.of("host", url.getAuthority(), "content-length", Long.toString(length)),
                body);
        try (S3Answer answer = answer(request, "PUT", url, UUID.randomUUID().toString())) {
            return answer.status();
        }
    }

    private S3Answer answer(Supplier<S3Request> reader, String method, URI uri, String requestId) {
        try {
            S3Request request = reader.get();
            authenticate(request);
            return perform(S3Operation.of(request), request);
        } catch (S3Exception refused) {
            return error(uri, refused, requestId);
        } catch (IOException | RuntimeException failure) {
            // Whatever went wrong, the client must get an answer; the reason is for who runs the server.
            LOG.log(Level.ERROR, () -> what(method, uri) + " failed", failure);
            return error(uri, new S3Exception(of(failure)), requestId);
        }
    }

    /** Java has no exception of its own for a full disk, only what the operating system calls it. */
    static S3Error of(Throwable failure) {
        boolean full = failure instanceof IOException
                && Stream.of("No space left on device", "Disk quota exceeded", "not enough space on the disk")
                        .anyMatch(Objects.toString(failure.getMessage(), "")::contains);
        if (full) {
            return S3Error.INSUFFICIENT_STORAGE;
        }
        return failure.getCause() == null ? S3Error.INTERNAL_ERROR : of(failure.getCause());
    }

    /**
     * A signed URL is all that its bearer has, so it is verified, even if an {@code Authorization} header comes with it:
     * clients that follow a redirect may send along the one meant for where they were redirected from. Who signs in the
     * header is a client on this machine, and is trusted.
     */
    private void authenticate(S3Request request) {
        if (PresignedUrlVerifier.isPresigned(request)) {
            presignedUrls.verify(request);
        } else if (!request.header("authorization").orElse("").startsWith("AWS4-")) {
            throw new S3Exception(S3Error.ACCESS_DENIED, "The request is not signed");
        }
    }

    private S3Answer perform(S3Operation operation, S3Request request) throws IOException {
        return switch (operation) {
            case CREATE_BUCKET -> buckets.createBucket(request);
            case HEAD_BUCKET -> buckets.headBucket(request);
            case LIST_OBJECTS_V2 -> buckets.listObjects(request);
            case DELETE_OBJECTS -> buckets.deleteObjects(request);
            case PUT_OBJECT -> objects.put(request);
            case COPY_OBJECT -> objects.copy(request);
            case GET_OBJECT -> objects.get(request);
            case HEAD_OBJECT -> objects.head(request);
            case DELETE_OBJECT -> objects.delete(request);
            case CREATE_MULTIPART_UPLOAD -> uploads.create(request);
            case UPLOAD_PART -> uploads.uploadPart(request);
            case UPLOAD_PART_COPY -> uploads.uploadPartCopy(request);
            case COMPLETE_MULTIPART_UPLOAD -> uploads.complete(request);
            case ABORT_MULTIPART_UPLOAD -> uploads.abort(request);
            case LIST_PARTS -> uploads.listParts(request);
            case LIST_MULTIPART_UPLOADS -> uploads.listUploads(request);
        };
    }

    private static S3Answer error(URI uri, S3Exception refused, String requestId) {
        return S3Answer.xml(refused.error().status(), Xml.error(refused, uri.getRawPath(), requestId));
    }

    /** For the log: without the query, which may hold a signature. */
    private static String what(String method, URI uri) {
        return method + " " + uri.getRawPath();
    }
}
