package dev.ferry.local.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One upload of OCI's, as far as its requests go: it notes them, and hashes what comes instead of keeping it. */
final class ChunkedUploads implements Function<GatewayRequest, GatewayResponse> {
    static final String LOCATION = "/v2/team/app/blobs/uploads/of-the-answer";

    private final MessageDigest hash;
    private final List<String> requests = new ArrayList<>();
    private final AtomicInteger largest = new AtomicInteger();
    private long received;
    private int refusedFrom = Integer.MAX_VALUE;

    ChunkedUploads() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Refuses the request of this number, counted from 0, and all that follow. */
    void refuseFrom(int number) {
        refusedFrom = number;
    }

    /** The upload as another client left it. */
    void alreadyReceived(long bytes) {
        received = bytes;
    }

    /** What came: method, query, Content-Range, length. */
    List<String> requests() {
        return requests;
    }

    int largestBody() {
        return largest.get();
    }

    String sha256() {
        return HexFormat.of().formatHex(hash.digest());
    }

    @Override
    public GatewayResponse apply(GatewayRequest request) {
        requests.add(String.join(" ",
                request.method(),
                request.rawPath().substring(request.rawPath().lastIndexOf('/') + 1) + "?" + request.rawQuery(),
                request.header("content-range").orElse("-"),
                Integer.toString(request.body().length)));
        if (!request.header("content-length").orElse("0").equals(Integer.toString(request.body().length))
                || request.header("transfer-encoding").isPresent()) {
            throw new IllegalStateException("the request says something else of its body");
        }
        if (requests.size() > refusedFrom) {
            return new GatewayResponse(416, Map.of("Range", List.of("0-0")), "not here".getBytes(UTF_8));
        }
        Optional<String> range = request.header("content-range");
        if (range.isPresent() && !range.get().startsWith(received + "-")) {
            return new GatewayResponse(416, Map.of(), "elsewhere".getBytes(UTF_8));
        }
        largest.accumulateAndGet(request.body().length, Math::max);
        hash.update(request.body());
        received += request.body().length;
        return new GatewayResponse(
                request.method().equals("PUT") ? 201 : 202,
                Map.of("Location", List.of(LOCATION), "Range", List.of("0-" + Math.max(0, received - 1))),
                new byte[0]);
    }
}
