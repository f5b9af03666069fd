package dev.ferry.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The tokens of {@code GetAuthorizationToken}, which container tools send as the password of the user {@code AWS}.
 *
 * <p>A password is {@code <Region>.<base64url>}: the Region in clear, so that whoever gets the password knows whose key
 * opens it, then, sealed together with the Region, with which access key it was asked for, for which registry, until
 * when. It proves what that access key proves when the token is used: it is narrowed to what the key is narrowed to, and
 * void when the key is revoked. Each Region has a key of its own for its tokens, made when the first one is needed.
 * Deleting it from the access-keys table makes all the Region's tokens void, within {@link #KEY_LIFETIME} also in warm
 * functions.
 */
@ApplicationScoped
public class AuthorizationTokens {
    /** How long a token is valid (ECR API, {@code GetAuthorizationToken}). */
    public static final Duration VALIDITY = Duration.ofHours(12);

    /** How long a warm function goes on using a Region's key without looking whether it is still there. */
    static final Duration KEY_LIFETIME = Duration.ofSeconds(60);

    private static final String USER = "AWS";
    private static final int KEYS = 100;

    private static final String ACCOUNT = "account";
    private static final String ACCESS_KEY_ID = "accessKeyId";
    private static final String EXPIRES_AT = "expiresAt";

    /**
     * A token as it is given out.
     *
     * @param value what {@code authorizationToken} holds: base64 of {@code AWS:<password>}
     */
    public record Token(String value, Instant expiresAt) {}

    /** What a password proves. */
    public record Claims(Registry registry, Caller caller, Instant expiresAt) {}

    private final AccessKeyTable table;
    private final AccessKeys accessKeys;
    private final ServedRegions regions;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ObjectMapper json = new ObjectMapper();
    private final RecentReads<RegionName, SealingKey> keys;

    public AuthorizationTokens(AccessKeyTable table, AccessKeys accessKeys, ServedRegions regions, Clock clock) {
        this.table = table;
        this.accessKeys = accessKeys;
        this.regions = regions;
        this.clock = clock;
        this.keys = new RecentReads<>(KEY_LIFETIME, KEYS, clock);
    }

    /** A new token, with which this caller may use this registry from now on. */
    public Token mint(Registry registry, Caller caller) {
        Instant expiresAt = clock.instant().plus(VALIDITY).truncatedTo(ChronoUnit.SECONDS);
        ObjectNode claims = json.createObjectNode()
                .put(ACCOUNT, registry.account().value())
                .put(ACCESS_KEY_ID, caller.accessKeyId())
                .put(EXPIRES_AT, expiresAt.getEpochSecond());
        String password = registry.region() + "." + Base64.getUrlEncoder().withoutPadding()
                .encodeToString(key(registry.region())
                        .seal(claims.toString().getBytes(StandardCharsets.UTF_8), registry.region().value()));
        String token = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return new Token(token, expiresAt);
    }

    /**
     * What this password proves, in whichever Region it was minted.
     *
     * @throws EcrException if Ferry did not mint it, it has expired, or its access key was revoked
     */
    public Claims open(String password) {
        int dot = password.indexOf('.');
        RegionName region = regions.named(password.substring(0, Math.max(dot, 0)))
                .orElseThrow(AuthorizationTokens::unrecognized);
        Claims claims = claims(region, unseal(region, password.substring(dot + 1)));
        if (!clock.instant().isBefore(claims.expiresAt())) {
            throw new EcrException(ErrorCode.EXPIRED_TOKEN,
                    "Your authorization token has expired. Reauthenticate and try again.");
        }
        return claims;
    }

    /**
     * What this password proves in this Region.
     *
     * @throws EcrException if it was not minted in this Region, which is told to whom another Region gave it, or has expired
     */
    public Claims open(String password, RegionName region) {
        Claims claims = open(password);
        if (!claims.registry().region().equals(region)) {
            throw new EcrException(ErrorCode.UNRECOGNIZED_CLIENT, "The authorization token is of the Region "
                    + claims.registry().region() + ", and this registry is in " + region + ". Log in with one of "
                    + "aws ecr get-login-password --region " + region);
        }
        return claims;
    }

    private Claims claims(RegionName region, byte[] sealed) {
        try {
            JsonNode claims = json.readTree(sealed);
            return new Claims(
                    new Registry(new AccountId(claims.get(ACCOUNT).textValue()), region),
                    accessKeys.find(region, claims.get(ACCESS_KEY_ID).textValue())
                            .orElseThrow(AuthorizationTokens::unrecognized)
                            .caller(),
                    Instant.ofEpochSecond(claims.get(EXPIRES_AT).longValue()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("what was sealed is not what was minted", impossible);
        }
    }

    private byte[] unseal(RegionName region, String text) {
        // A Region without a key has minted no token, so none is made to open one.
        SealingKey key = keys.get(region, name -> table.tokenKey(name).map(SealingKey::new))
                .orElseThrow(AuthorizationTokens::unrecognized);
        byte[] sealed;
        try {
            sealed = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            throw unrecognized();
        }
        return key.open(sealed, region.value()).orElseThrow(AuthorizationTokens::unrecognized);
    }

    private SealingKey key(RegionName region) {
        return keys.get(region, this::keyMadeIfMissing).orElseThrow();
    }

    private Optional<SealingKey> keyMadeIfMissing(RegionName region) {
        return table.tokenKey(region)
                .or(() -> {
                    byte[] key = new byte[SealingKey.BYTES];
                    random.nextBytes(key);
                    return Optional.of(table.tokenKeyUnlessPresent(region, key));
                })
                .map(SealingKey::new);
    }

    private static EcrException unrecognized() {
        return new EcrException(
                ErrorCode.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
    }
}
