package dev.ferry.local.uploads;

import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.RequestHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Takes layers of any size in one request, as container tools send them, though a function takes no more than a few
 * megabytes: a body that is larger is cut into the requests of a chunked upload (OCI distribution 1.1, "Pushing a blob in
 * chunks"), one after the other. {@code PATCH} becomes several of it, {@code PUT} some {@code PATCH} and itself, and
 * {@code POST} with a digest itself, some {@code PATCH} and a {@code PUT}. The client is answered what the last of them
 * is, or the first that fails.
 *
 * <p>This is this gateway's own deed. Amazon's API Gateway answers 413 to such a body, so {@code ferry gateway} does the same
 * in front of a deployed stack. No function knows of it: it sees requests that a client may send as well.
 */
public final class LayerBodies implements RequestHandler {
    /** What a function is sent of a layer at once: in base64 within the 6 MB of a Lambda request, headers included. */
    static final int PIECE = 4 * 1024 * 1024;

    private static final Pattern UPLOAD = Pattern.compile("/v2/.+/blobs/uploads/[^/]*");
    private static final Set<String> WITH_A_BODY = Set.of("POST", "PATCH", "PUT");

    private final Function<GatewayRequest, GatewayResponse> function;
    private final RequestHandler others;
    private final BodyMemory memory;

    /**
     * @param function what pieces are sent to
     * @param memory   what pieces are held in
     * @param others   what takes the requests that send no layer
     */
    public LayerBodies(Function<GatewayRequest, GatewayResponse> function, BodyMemory memory, RequestHandler others) {
        this.function = function;
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
        try (LayerPieces pieces = new LayerPieces(body, request.contentLength(), PIECE, memory)) {
            LayerPieces.Piece first = pieces.next();
            return first.last()
                    ? function.apply(request.withBody(first.bytes()))
                    : new CutUpload(request, function).send(first, pieces);
        } catch (MalformedAnswerException e) {
            return e.response();
        }
    }
}
