package dev.ferry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Requests to both doors: almost right ones, and some that are wrong in every part. */
public final class FuzzedRequests {
    /** A repository that is to be there, so that requests get far. */
    public static final String REPOSITORY = "team/app";

    private static final String TARGET = "AmazonEC2ContainerRegistry_V20150921.";
    private static final String HEX = "ab".repeat(32);
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Arbitrary<String> ODD = Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.of(
                    "", "0", "-1", "99999999999999999999", "null", "../../etc/passwd", "%2e%2e%2f", "%00", "%0d%0aX:%20y",
                    "\u00ff", "*", "a".repeat(3000), "sha256:", "sha256:" + HEX, "sha512:" + HEX + HEX, "md5:00", "latest",
                    "Team", "team//app", "111122223333", "mars-1", "{", "${jndi:ldap://x}", "[".repeat(2000))),
            Tuple.of(1, Arbitraries.strings().ofMaxLength(40)));
    private static final Arbitrary<String> ALMOST = almost(REPOSITORY, ODD);

    private FuzzedRequests() {}

    /**
     * Requests to ECR's own API.
     *
     * @param authorization the header of a request that is let in
     */
    public static Arbitrary<RawRequest> ofEcr(String authorization) {
        JsonNode operations = operations();
        List<String> names = ecrOperations().stream().map(name -> TARGET + name).toList();
        Arbitrary<Map<String, String>> headers = headers(Map.of(
                "X-Amz-Target", almost(Arbitraries.of(names), ODD),
                "Authorization", almost(authorization, Arbitraries.of(
                        "", "AWS4-HMAC-SHA256", "Basic QVdTOng=", authorization.replace("us-west-2", "mars-1"),
                        authorization.replace("/ecr/", "/s3/"), authorization.replace("Credential=", "Credential=x"))),
                "X-Amz-Date", almost("20260102T030405Z", ODD),
                "Content-Type", almost("application/x-amz-json-1.1", Arbitraries.of("application/json", "text/xml", ""))));
        return Combinators.combine(
                        almost("POST", Arbitraries.of("GET", "PUT", "DELETE", "HEAD", "OPTIONS", "FOO")),
                        almost("/", Arbitraries.of("/?a=b", "/enableRegion", "/listRegions", "//", "/x", "*", "/%", "x")),
                        headers,
                        damaged(input(operations)))
                .as(RawRequest::new);
    }

    /** As {@link #ofEcr(String)}, all for one operation. */
    public static Arbitrary<RawRequest> ofEcr(String authorization, String operation) {
        return ofEcr(authorization).map(request -> {
            Map<String, String> headers = new TreeMap<>(request.headers());
            headers.put("X-Amz-Target", TARGET + operation);
            return new RawRequest(request.method(), request.target(), headers, request.body());
        });
    }

    /**
     * Requests to OCI's API.
     *
     * @param authorization the header of a request that is let in
     */
    public static Arbitrary<RawRequest> ofRegistry(String authorization) {
        Arbitrary<String> references = Arbitraries.oneOf(Arbitraries.of(
                "latest", "sha256:" + HEX, "sha512:" + HEX + HEX, "00000000-0000-0000-0000-000000000000"), ODD);
        Arbitrary<String> places = Arbitraries.of(
                "manifests/", "blobs/", "blobs/uploads/", "tags/list", "referrers/", "tags/", "", "_catalog", "x/");
        Arbitrary<String> queries = Arbitraries.maps(
                        Arbitraries.of("n", "last", "digest", "mount", "from", "artifactType", "digest-algorithm", "tag", "%"),
                        ALMOST)
                .ofMaxSize(3)
                .map(query -> query.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                        .collect(Collectors.joining("&")));
        Arbitrary<String> targets = Combinators.combine(ALMOST, places, references, queries)
                .as((name, place, reference, query) -> oneLine(
                        "/v2/" + name + "/" + place + reference + (query.isEmpty() ? "" : "?" + query)));
        Arbitrary<Map<String, String>> headers = headers(Map.of(
                "Authorization", almost(authorization, Arbitraries.of(
                        "", "Basic", "Basic QVdTOng=", "Bearer x", authorization + "x", "Basic !!!")),
                "Content-Type", almost(MANIFEST_TYPE, ODD),
                "Range", ODD,
                "Content-Range", Arbitraries.oneOf(Arbitraries.of("0-1", "1-0", "bytes 0-5/*", "0-99999999999"), ODD),
                "Accept", ODD,
                "Host", almost("localhost", Arbitraries.of(
                        "111122223333.dkr.ecr.us-west-2.localhost", "1.dkr.ecr.mars-1.localhost", "ferry.example", "", "a b", "[::1]"))));
        return Combinators.combine(
                        Arbitraries.of("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", "FOO"),
                        almost(targets, ODD.map(FuzzedRequests::oneLine)),
                        headers,
                        damaged(manifest()))
                .as(RawRequest::new);
    }

    // ------------------------------------------------------------------------------------------------- bodies

    private static Arbitrary<Object> input(JsonNode operations) {
        Set<String> members = new TreeSet<>();
        operations.forEach(operation ->
                operation.at("/input/members").fieldNames().forEachRemaining(members::add));
        return object(Arbitraries.of(members));
    }

    private static Arbitrary<Object> manifest() {
        return object(Arbitraries.of(
                "schemaVersion", "mediaType", "config", "layers", "manifests", "subject", "digest", "size", "artifactType"));
    }

    private static Arbitrary<Object> object(Arbitrary<String> members) {
        Arbitrary<Object> leaf = Arbitraries.frequencyOf(
                Tuple.of(6, ALMOST.asGeneric()),
                Tuple.of(1, Arbitraries.longs().asGeneric()),
                Tuple.of(1, Arbitraries.of(true, 2, -1.5, 1e300, List.of(), Map.of())),
                Tuple.of(1, ALMOST.list().ofMaxSize(3).asGeneric()));
        Arbitrary<Object> nested = Arbitraries.frequencyOf(
                Tuple.of(4, leaf),
                Tuple.of(1, Arbitraries.maps(members, leaf).ofMaxSize(4).asGeneric()),
                Tuple.of(1, Arbitraries.maps(members, leaf).ofMaxSize(4).list().ofMaxSize(3).asGeneric()));
        return Arbitraries.maps(members, nested).ofMaxSize(6).map(some -> {
            Map<String, Object> object = new TreeMap<>(some);
            object.putIfAbsent("repositoryName", REPOSITORY);
            return object;
        });
    }

    /** As JSON; at times with a byte changed or the end missing, and at times no JSON at all. */
    private static Arbitrary<byte[]> damaged(Arbitrary<Object> values) {
        Arbitrary<byte[]> whole = values.map(FuzzedRequests::json);
        Arbitrary<byte[]> broken = Combinators.combine(whole, Arbitraries.integers().between(0, 10_000), Arbitraries.bytes())
                .as((json, place, damage) -> {
                    byte[] bytes = json.clone();
                    bytes[place % bytes.length] = damage;
                    return bytes;
                });
        Arbitrary<byte[]> cut = Combinators.combine(whole, Arbitraries.integers().between(0, 10_000))
                .as((json, end) -> Arrays.copyOf(json, end % json.length));
        return Arbitraries.frequencyOf(
                Tuple.of(6, whole),
                Tuple.of(1, broken),
                Tuple.of(1, cut),
                Tuple.of(1, Arbitraries.bytes().array(byte[].class).ofMaxSize(200)),
                Tuple.of(1, Arbitraries.of("[".repeat(100_000).getBytes(UTF_8), new byte[4_300_000], new byte[0])));
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    // -------------------------------------------------------------------------------------------------- parts

    private static Arbitrary<String> almost(String right, Arbitrary<String> wrong) {
        return almost(Arbitraries.just(right), wrong);
    }

    private static Arbitrary<String> almost(Arbitrary<String> right, Arbitrary<String> wrong) {
        return Arbitraries.frequencyOf(Tuple.of(9, right), Tuple.of(1, wrong));
    }

    /** Some of these, and nearly always those without which a request gets nowhere. */
    private static Arbitrary<Map<String, String>> headers(Map<String, Arbitrary<String>> all) {
        Arbitrary<Map<String, String>> headers = Arbitraries.just(Map.of());
        for (Map.Entry<String, Arbitrary<String>> header : new TreeMap<>(all).entrySet()) {
            boolean needed = Set.of("Authorization", "X-Amz-Target", "X-Amz-Date", "Host").contains(header.getKey());
            Arbitrary<Boolean> present = Arbitraries.integers().between(1, 20).map(one -> needed ? one > 1 : one > 14);
            headers = Combinators.combine(headers, present, header.getValue()).as((before, with, value) -> {
                Map<String, String> more = new TreeMap<>(before);
                if (with) {
                    more.put(header.getKey(), oneLine(value));
                }
                return more;
            });
        }
        return headers;
    }

    /** What can stand in a line of a request's head without ending it. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\r\\n]", "?");
    }

    /** All operations that the API's model has. */
    public static Set<String> ecrOperations() {
        Set<String> names = new TreeSet<>();
        operations().fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode operations() {
        try (InputStream model = FuzzedRequests.class.getResourceAsStream("/dev/ferry/api/ecr-operations.json")) {
            return JSON.readTree(model).path("operations");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
