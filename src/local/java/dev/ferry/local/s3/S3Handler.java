package dev.ferry.local.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
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
                S3Answer answer = answer(exchange, requestId)) {
            // A client that is still sending does not see an answer until it has sent all.
            exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            answer.sendTo(exchange);
        } catch (IOException brokenOff) {
            // Nobody is left to be answered; a body cut short is seen by the length announced.
            LOG.log(Level.DEBUG, () -> what(exchange) + " was broken off: " + brokenOff);
        }
    }

    private S3Answer answer(HttpExchange exchange, String requestId) {
        try {
            S3Request request = reader.apply(exchange);
            authenticate(request);
            return perform(S3Operation.of(request), request);
        } catch (S3Exception refused) {
            return error(exchange, refused, requestId);
        } catch (IOException | RuntimeException failure) {
            // Whatever went wrong, the client must get an answer; the reason is for who runs the server.
            LOG.log(Level.ERROR, () -> what(exchange) + " failed", failure);
            return error(exchange, new S3Exception(of(failure)), requestId);
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

    private static S3Answer error(HttpExchange exchange, S3Exception refused, String requestId) {
        byte[] document = Xml.error(refused, exchange.getRequestURI().getRawPath(), requestId);
        return S3Answer.xml(refused.error().status(), document);
    }

    /** For the log: without the query, which may hold a signature. */
    private static String what(HttpExchange exchange) {
        return exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath();
    }
}
