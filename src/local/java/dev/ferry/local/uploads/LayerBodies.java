package dev.ferry.local.uploads;

import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes layers of any size in one request, as container tools send them, though a function takes no more than a few megabytes:
 * a larger body goes straight to the store in parts, of which the functions see no byte ({@link LeasedUpload}).
 *
 * <p>This is this gateway's own deed. Amazon's API Gateway answers 413 to such a body, so {@code ferry gateway} does the same
 * in front of a deployed stack.
 */
public final class LayerBodies implements RequestHandler {
    /** What a function is sent of a layer: in base64 within the 6 MB of a Lambda request, headers included. */
    static final int SMALL = 4 * 1024 * 1024;
    /** Of 10,000 such parts the largest layer is 80 GB. */
    static final int PART = 8 * 1024 * 1024;

    private static final Pattern UPLOAD = Pattern.compile("/v2/.+/blobs/uploads/[^/]*");
    private static final Set<String> WITH_A_BODY = Set.of("POST", "PATCH", "PUT");
    private static final String CONTENT_RANGE = "content-range";
    /** As chunked uploads have it, or HTTP. */
    private static final Pattern RANGE =
            Pattern.compile("(?:bytes[ =])?(?<first>[0-9]{1,15})-(?<last>[0-9]{1,15})(?:/(?:[0-9]{1,15}|\\*))?");

    private final Function<GatewayRequest, GatewayResponse> function;
    private final RequestHandler others;
    private final BodyMemory memory;
    private final StoreTransfers store;

    /** With a store that is reached over HTTP. */
    public LayerBodies(Function<GatewayRequest, GatewayResponse> function, BodyMemory memory, RequestHandler others) {
        this(function, StoreTransfers::overHttp, memory, others);
    }

    /**
     * @param function what is asked where parts go, and gets small bodies
     * @param store    puts the parts
     * @param memory   what bodies are held in
     * @param others   what takes the requests that send no layer
     */
    public LayerBodies(
            Function<GatewayRequest, GatewayResponse> function, PresignedPut store, BodyMemory memory, RequestHandler others) {
        this.function = function;
        this.store = new StoreTransfers(store);
        this.memory = memory;
        this.others = others;
    }

    @Override
    public GatewayResponse handle(GatewayRequest request, InputStream body) throws IOException {
        if (!WITH_A_BODY.contains(request.method()) || !UPLOAD.matcher(request.rawPath()).matches()) {
            return others.handle(request, body);
        }
        if (request.contentLength().orElse(1) == 0) {
            return function.apply(request.withBody(new byte[0]));
        }
        return send(request, body);
    }

    private GatewayResponse send(GatewayRequest request, InputStream body) throws IOException {
        try (LayerPieces pieces = new LayerPieces(body, request.contentLength(), PART, memory);
                LayerPieces.Piece first = pieces.next()) {
            return first.last() && pieces.read() <= SMALL
                    ? function.apply(request.withBody(first.bytes()))
                    : large(request, first, pieces);
        } catch (MalformedAnswerException malformed) {
            return malformed.response();
        } catch (StoreException refused) {
            return refused.response();
        }
    }

    private GatewayResponse large(GatewayRequest request, LayerPieces.Piece first, LayerPieces pieces)
            throws IOException, MalformedAnswerException {
        Optional<String> named = request.header(CONTENT_RANGE);
        if (named.isEmpty()) {
            return new LeasedUpload(request, Optional.empty(), function, store).send(first, pieces);
        }
        Matcher range = RANGE.matcher(named.get());
        if (!range.matches()) {
            return function.apply(request.withBody(new byte[0])); // which refuses it
        }
        long start = Long.parseLong(range.group("first"));
        long length = Long.parseLong(range.group("last")) - start + 1;
        return request.contentLength().orElse(length) == length
                ? new LeasedUpload(request, Optional.of(start), function, store).send(first, pieces)
                : GatewayResponse.ociError(400, "SIZE_INVALID", "The Content-Range names " + length + " bytes, but "
                        + request.contentLength().getAsLong() + " were sent");
    }
}
