package dev.ferry.distribution;

import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.AuthorizationTokens.Claims;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RegistryHost;
import dev.ferry.service.account.RegionOptIns;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Lets in who has a token of {@code GetAuthorizationToken}: as the password of the user {@code AWS} (HTTP Basic), which is
 * what {@code docker login} makes of it, or by itself (Bearer). Like ECR, it asks for Basic, which every client has, and
 * which needs no further place to get a token from.
 */
@ApplicationScoped
public class Login {
    private static final Map<String, String> CHALLENGE =
            Map.of("WWW-Authenticate", "Basic realm=\"Ferry\",service=\"ecr.amazonaws.com\"");
    private static final String USER = "AWS:";

    private final AuthorizationTokens tokens;
    private final RegionOptIns optIns;

    public Login(AuthorizationTokens tokens, RegionOptIns optIns) {
        this.tokens = tokens;
        this.optIns = optIns;
    }

    /**
     * Finds out who asks, and which registry: the one that the host names, or else the token's.
     *
     * @throws dev.ferry.registry.EcrException if the token is forged, expired or of another Region
     * @throws DistributionException if there is none, or the caller's account has not enabled the Region
     */
    Session session(HttpRequest request) {
        String password = request.header("Authorization").flatMap(Login::password).orElseThrow(() ->
                new DistributionException(OciError.UNAUTHORIZED, "Authentication is required: log in as the user AWS with "
                        + "the password that aws ecr get-login-password gives", CHALLENGE));
        Optional<Registry> named = request.header("Host").flatMap(RegistryHost::registry);
        Claims claims = named.isPresent() ? tokens.open(password, named.get().region()) : tokens.open(password);
        Registry registry = named.orElse(claims.registry());
        if (!optIns.isEnabled(claims.caller().account(), registry.region())) {
            throw new DistributionException(OciError.DENIED, "The Region " + registry.region()
                    + " is not enabled for the account " + claims.caller().account());
        }
        return new Session(claims.caller(), request.origin(), registry);
    }

    /** What a client needs to log in again. */
    static DistributionException challenged(DistributionException error) {
        return error.error() == OciError.UNAUTHORIZED
                ? new DistributionException(error.error(), error.getMessage(), CHALLENGE)
                : error;
    }

    private static Optional<String> password(String authorization) {
        String[] parts = authorization.strip().split(" +", 2);
        if (parts.length < 2) {
            return Optional.empty();
        }
        if (parts[0].equalsIgnoreCase("Bearer")) {
            return Optional.of(parts[1]);
        }
        return parts[0].equalsIgnoreCase("Basic") ? passwordOfUser(parts[1]) : Optional.empty();
    }

    private static Optional<String> passwordOfUser(String encoded) {
        try {
            String credentials = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            return credentials.startsWith(USER)
                    ? Optional.of(credentials.substring(USER.length()))
                    : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
