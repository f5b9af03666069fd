package dev.ferry.local.uploads;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** One upload as far as its requests go, and the store that its parts are put to: they are noted, and hashed instead of kept. */
final class ChunkedUploads implements Function<GatewayRequest, GatewayResponse>, AutoCloseable {
    static final String LOCATION = "/v2/team/app/blobs/uploads/of-the-answer";
    /** URLs of one lease. */
    static final int LEASED = 2;

    private final HttpServer store;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MessageDigest hash;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final AtomicInteger largest = new AtomicInteger();
    private final AtomicInteger failing = new AtomicInteger();
    private volatile int failure;
    private volatile String staged = "";
    private long received;
    private int leases;
    private int refusedFrom = Integer.MAX_VALUE;

    ChunkedUploads() {
        try {
            hash = MessageDigest.getInstance("SHA-256");
            store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException(e);
        }
        store.setExecutor(threads);
        store.createContext("/", this::transfer);
        store.start();
    }

    /** Refuses the request of this number, counted from 0, and all that follow. */
    void refuseFrom(int number) {
        refusedFrom = number;
    }

    /** The store answers this to some puts, instead of taking them. */
    void failPuts(int status, int times) {
        failure = status;
        failing.set(times);
    }

    /** The upload as another client left it. */
    void alreadyReceived(long bytes) {
        received = bytes;
    }

    /** Something that was staged, and is to come first. */
    void stage(String bytes) {
        staged = bytes;
        received += bytes.length();
    }

    /** What functions were asked: method, query, length of the body, and the headers that are about it. */
    List<String> requests() {
        return requests;
    }

    /** What the store was given: where to, and how many bytes. */
    List<String> stored() {
        return stored;
    }

    int largestBody() {
        return largest.get();
    }

    String sha256() {
        return HexFormat.of().formatHex(hash.digest());
    }

    @Override
    public synchronized GatewayResponse apply(GatewayRequest request) {
        requests.add(request.method() + " "
                + request.rawPath().substring(request.rawPath().lastIndexOf('/') + 1) + "?" + request.rawQuery()
                + " " + request.body().length + told(request, "content-range") + told(request, "ferry-part-urls")
                + told(request, "ferry-lease"));
        if (!request.header("content-length").orElse("0").equals(Integer.toString(request.body().length))
                || request.header("transfer-encoding").isPresent()) {
            throw new IllegalStateException("the request says something else of its body");
        }
        if (requests.size() > refusedFrom) {
            return new GatewayResponse(416, Map.of("Range", List.of("0-0")), "not here".getBytes(UTF_8));
        }
        largest.accumulateAndGet(request.body().length, Math::max);
        hash.update(request.body());
        received += request.body().length;
        return request.header("ferry-part-urls").map(this::lease).orElseGet(() ->
                new GatewayResponse(request.method().equals("PUT") ? 201 : 202, progress(), new byte[0]));
    }

    private static String told(GatewayRequest request, String header) {
        return request.header(header).map(value -> " " + header + "=" + value).orElse("");
    }

    private GatewayResponse lease(String from) {
        if (!from.equals("next") && Long.parseLong(from) != received) {
            return new GatewayResponse(416, Map.of(), "elsewhere".getBytes(UTF_8));
        }
        leases++;
        String url = "http://localhost:" + store.getAddress().getPort() + "/" + leases;
        String before = staged.isEmpty() ? "" : ", \"staged\": \"" + url + "/staged\"";
        String body = "{\"received\": " + received + ", \"parts\": [\"" + url + "/1\", \"" + url + "/2\"], \"rest\": \"" + url
                + "/rest\"" + before + "}";
        return new GatewayResponse(202, progress(), body.getBytes(UTF_8)).withHeader("Ferry-Lease", "lease-" + leases);
    }

    private Map<String, List<String>> progress() {
        return Map.of("Location", List.of(LOCATION), "Range", List.of("0-" + Math.max(0, received - 1)));
    }

    private void transfer(HttpExchange exchange) {
        try (exchange) {
            if (exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(200, staged.length());
                exchange.getResponseBody().write(staged.getBytes(UTF_8));
                return;
            }
            byte[] part = exchange.getRequestBody().readAllBytes();
            if (failing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.sendResponseHeaders(failure, -1);
                return;
            }
            count(exchange.getRequestURI().getPath(), part);
            exchange.sendResponseHeaders(200, -1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void count(String path, byte[] part) {
        stored.add(path + " " + part.length);
        hash.update(part);
        received += part.length - staged.length(); // which are in the part
        staged = "";
    }

    @Override
    public void close() {
        store.stop(0);
        threads.shutdownNow();
    }
}
