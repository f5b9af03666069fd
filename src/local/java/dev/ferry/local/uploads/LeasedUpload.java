package dev.ferry.local.uploads;

import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One request whose body goes straight to the store. A function is asked for URLs to put parts to, and at the end for what the
 * request is about; it looks itself at what the store has. While one part is sent the next is read.
 */
final class LeasedUpload {
    private static final int ACCEPTED = 202;
    private static final String LEASE = "ferry-lease";
    private static final String PART_URLS = "ferry-part-urls";
    /** What is said of a body that functions do not get. */
    private static final List<String> OF_THE_BODY = List.of("content-range", "content-type", LEASE, PART_URLS);

    private final GatewayRequest request;
    private final Function<GatewayRequest, GatewayResponse> function;
    private final StoreTransfers store;

    /** Where the next request goes: a path and perhaps a query. */
    private URI location;
    /** Which byte the next part begins at, once that is known. */
    private Optional<Long> next;
    private Optional<String> lease = Optional.empty();
    private Queue<URI> parts = new ArrayDeque<>();
    private URI rest;
    private byte[] before = new byte[0];
    private CompletableFuture<Void> sending = CompletableFuture.completedFuture(null);

    /** @param next the byte that the client says its body begins at */
    LeasedUpload(
            GatewayRequest request,
            Optional<Long> next,
            Function<GatewayRequest, GatewayResponse> function,
            StoreTransfers store) {
        this.request = request;
        this.store = store;
        this.function = function;
        this.next = next;
        this.location = URI.create(request.rawPath() + "?" + query(false));
    }

    /**
     * @param first  of the pieces, which is closed in any case
     * @param pieces what follows it
     * @return the answer to the last request, or to the first that was not accepted
     */
    GatewayResponse send(LayerPieces.Piece first, LayerPieces pieces) throws IOException, MalformedAnswerException {
        LayerPieces.Piece piece = first;
        try {
            if (request.method().equals("POST")) {
                GatewayResponse begun = ask("POST", Map.of());
                if (begun.status() != ACCEPTED) {
                    return begun;
                }
                location = locationOf(begun);
                next = Optional.of(0L);
            }
            while (true) {
                awaitSent();
                if (parts.isEmpty()) {
                    GatewayResponse leased = lease();
                    if (leased.status() != ACCEPTED) {
                        return leased;
                    }
                }
                put(piece);
                if (piece.last()) {
                    break;
                }
                piece = pieces.next();
            }
            awaitSent();
        } finally {
            sending.exceptionally(failed -> null).join(); // a part that is nearly there is worth having
            piece.close();
        }
        Map<String, String> held = Map.of(LEASE, lease.orElseThrow());
        if (request.method().equals("PATCH")) {
            return ask("PATCH", held);
        }
        location = URI.create(location.getRawPath() + "?" + query(true));
        return ask("PUT", held);
    }

    private GatewayResponse lease() throws MalformedAnswerException {
        Map<String, String> headers = new HashMap<>();
        headers.put(PART_URLS, next.map(String::valueOf).orElse("next"));
        lease.ifPresent(held -> headers.put(LEASE, held));
        GatewayResponse answer = ask("PATCH", headers);
        if (answer.status() != ACCEPTED) {
            return answer;
        }
        LeaseAnswer leased = LeaseAnswer.of(answer);
        location = locationOf(answer);
        lease = Optional.of(leased.lease());
        parts = new ArrayDeque<>(leased.parts());
        rest = leased.rest();
        next = Optional.of(leased.received());
        if (leased.staged().isPresent()) {
            before = store.get(leased.staged().get());
        }
        return answer;
    }

    /** Begins to send; what is too little for a part goes where the store can add to it. */
    private void put(LayerPieces.Piece piece) {
        byte[] staged = before;
        before = new byte[0];
        byte[] bytes = piece.bytes();
        boolean isPart = staged.length + bytes.length >= StoreTransfers.LEAST_PART;
        URI target = isPart ? parts.remove() : rest;
        next = next.map(start -> start + bytes.length);
        sending = CompletableFuture.runAsync(() -> store.put(target, staged, bytes), StoreTransfers.THREADS)
                .whenComplete((sent, failed) -> piece.close());
    }

    /** @throws StoreException if the store did not take the part that was sent last */
    private void awaitSent() {
        try {
            sending.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof StoreException refused ? refused : failed;
        }
    }

    private GatewayResponse ask(String method, Map<String, String> headers) {
        Map<String, List<String>> all = new HashMap<>(request.headers());
        OF_THE_BODY.forEach(all::remove);
        headers.forEach((name, value) -> all.put(name, List.of(value)));
        String query = location.getRawQuery() == null ? "" : location.getRawQuery();
        byte[] nothing = new byte[0];
        return function.apply(new GatewayRequest(
                        method, location.getRawPath(), query, all, nothing, request.protocol(), request.sourceIp())
                .withBody(nothing));
    }

    private URI locationOf(GatewayResponse answer) throws MalformedAnswerException {
        String named = answer.header("location").orElseThrow(() ->
                new MalformedAnswerException("The upload was accepted without a Location to go on at"));
        if (!named.startsWith("/")) {
            throw new MalformedAnswerException("The upload was accepted with a Location that is not of this registry");
        }
        return location.resolve(named);
    }

    /** The query of the client's, but for the digest, or that alone: it is for the last request. */
    private String query(boolean digest) {
        return Stream.of(request.rawQuery().split("&"))
                .filter(parameter -> parameter.startsWith("digest=") == digest)
                .collect(Collectors.joining("&"));
    }
}
