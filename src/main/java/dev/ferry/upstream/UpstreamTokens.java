package dev.ferry.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.UpstreamException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tokens by which registries let one pull (Docker's "Token Authentication Specification"). */
@ApplicationScoped
public class UpstreamTokens {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST = 65_536;

    private final UpstreamHttp http;
    private final UpstreamAddresses addresses;

    public UpstreamTokens(UpstreamHttp http, UpstreamAddresses addresses) {
        this.http = http;
        this.addresses = addresses;
    }

    /**
     * The header {@code Authorization} that a challenge asks for; empty if nothing more can be shown.
     *
     * @param basic the credential, if there is one
     */
    Optional<String> answer(URI upstream, String challenge, String repository, Optional<String> basic) {
        return BearerChallenge.parse(challenge)
                .map(bearer -> Optional.of(token(upstream, bearer, repository, basic)))
                .orElse(basic);
    }

    private String token(URI upstream, BearerChallenge challenge, String repository, Optional<String> basic) {
        URI realm = UpstreamHttp.uri(challenge.realm());
        if (!addresses.mayRefer(upstream, realm)) {
            throw UpstreamHttp.unavailable(upstream, "has its tokens where they may not be");
        }
        String query = Stream.of(
                        challenge.service().map(service -> "service=" + encoded(service)).orElse(""),
                        repository.isEmpty()
                                ? ""
                                : "scope=" + encoded(challenge.scope().orElse("repository:" + repository + ":pull")))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("&"));
        URI asked = UpstreamHttp.uri(challenge.realm() + (realm.getRawQuery() == null ? "?" : "&") + query);
        HttpResponse<InputStream> response = http.send("GET", asked, Map.of(),
                basic.filter(any -> addresses.mayHaveCredential(upstream, realm)));
        byte[] body = UpstreamHttp.read(response, LONGEST);
        if (response.statusCode() != 200) {
            throw new UpstreamException(UpstreamException.Reason.DENIED,
                    "The upstream registry " + upstream.getHost() + " gives no token: " + response.statusCode());
        }
        return "Bearer " + token(upstream, body);
    }

    private static String token(URI upstream, byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            String token = json.path("token").asText(json.path("access_token").asText());
            if (!token.matches("[!-~]+")) {
                throw UpstreamHttp.unavailable(upstream, "gives a token that is none");
            }
            return token;
        } catch (IOException noJson) {
            throw UpstreamHttp.unavailable(upstream, "gives a token that is none");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
