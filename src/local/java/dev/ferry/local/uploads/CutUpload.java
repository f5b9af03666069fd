package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One request that is sent on as a chunked upload. Each request goes where the answer before it says, and begins at the
 * byte that follows those it says were received, so that no other writer's bytes can come between unnoticed.
 */
final class CutUpload {
    private static final int ACCEPTED = 202;
    private static final String CONTENT_RANGE = "content-range";
    /** The first byte and the last one, as requests and answers of a chunked upload have them. */
    private static final Pattern RANGE = Pattern.compile("(?<first>[0-9]{1,18})-(?<last>[0-9]{1,18})");

    private final GatewayRequest request;
    private final Function<GatewayRequest, GatewayResponse> function;

    /** Where the next request goes: a path and perhaps a query. */
    private URI location;
    /** Which byte the next piece begins at; empty until that is known. */
    private OptionalLong next;

    CutUpload(GatewayRequest request, Function<GatewayRequest, GatewayResponse> function) {
        this.request = request;
        this.function = function;
        this.location = URI.create(request.rawPath() + "?" + query(parameter -> !isDigest(parameter)));
        this.next = announcedStart();
    }

    /**
     * @param pieces what follows the first
     * @return the answer to the last request, or to the first that was not accepted
     */
    GatewayResponse send(LayerPieces.Piece first, LayerPieces pieces) throws IOException, MalformedAnswerException {
        if (request.method().equals("POST")) {
            GatewayResponse begun = function.apply(to("POST", location, new byte[0]));
            if (begun.status() != ACCEPTED) {
                return begun;
            }
            location = locationOf(begun);
            next = OptionalLong.of(0);
        }
        LayerPieces.Piece piece = first;
        while (!piece.last()) {
            GatewayResponse received = function.apply(to("PATCH", location, piece.bytes()));
            if (received.status() != ACCEPTED) {
                return received;
            }
            location = locationOf(received);
            next = OptionalLong.of(receivedBy(received));
            piece = pieces.next();
        }
        return function.apply(request.method().equals("PATCH")
                ? to("PATCH", location, piece.bytes())
                : to("PUT", closing(), piece.bytes()));
    }

    private GatewayRequest to(String method, URI target, byte[] piece) {
        Map<String, List<String>> headers = new HashMap<>(request.headers());
        headers.put("content-type", List.of("application/octet-stream")); // text may not be cut anywhere
        if (piece.length > 0 && next.isPresent()) {
            long start = next.getAsLong();
            headers.put(CONTENT_RANGE, List.of(start + "-" + (start + piece.length - 1)));
        }
        String query = target.getRawQuery() == null ? "" : target.getRawQuery();
        return new GatewayRequest(
                        method, target.getRawPath(), query, headers, piece, request.protocol(), request.sourceIp())
                .withBody(piece);
    }

    /**
     * What the client says its body begins at. Is that not what it says the body's length is, nothing is made of it, and
     * the function gets to see it with the first piece, to refuse it.
     */
    private OptionalLong announcedStart() {
        Matcher range = RANGE.matcher(request.header(CONTENT_RANGE).orElse(""));
        if (!range.matches()) {
            return OptionalLong.empty();
        }
        long first = Long.parseLong(range.group("first"));
        long length = Long.parseLong(range.group("last")) - first + 1;
        return request.contentLength().orElse(length) == length ? OptionalLong.of(first) : OptionalLong.empty();
    }

    private URI locationOf(GatewayResponse answer) throws MalformedAnswerException {
        String named = answer.header("location").orElseThrow(() ->
                new MalformedAnswerException("The upload was accepted without a Location to go on at"));
        if (!named.startsWith("/")) {
            throw new MalformedAnswerException("The upload was accepted with a Location that is not of this registry");
        }
        return location.resolve(named);
    }

    /** How many bytes the upload holds after this answer. */
    private static long receivedBy(GatewayResponse answer) throws MalformedAnswerException {
        Matcher range = RANGE.matcher(answer.header("range").orElse(""));
        if (!range.matches()) {
            throw new MalformedAnswerException("A chunk was accepted without a Range of what has come");
        }
        return Long.parseLong(range.group("last")) + 1;
    }

    private URI closing() {
        return withQuery(location, query(CutUpload::isDigest));
    }

    private static URI withQuery(URI uri, String parameters) {
        String before = uri.getRawQuery() == null || uri.getRawQuery().isEmpty() ? "" : uri.getRawQuery() + "&";
        return URI.create(uri.getRawPath() + "?" + before + parameters);
    }

    private String query(Predicate<String> wanted) {
        return Stream.of(request.rawQuery().split("&")).filter(wanted).collect(Collectors.joining("&"));
    }

    private static boolean isDigest(String parameter) {
        return parameter.startsWith("digest=");
    }
}
