package dev.ferry.identity;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds out who signed a request, with AWS Signature Version 4, in its headers or in its query string. A request is
 * refused in AWS's own words, which never hold the signature that would have been right.
 */
@ApplicationScoped
public class SignatureVerifier {
    /**
     * How far a client's clock may be off, to either side, and so how old a request can be: AWS takes five minutes, but for
     * what is downloaded from S3 (IAM User Guide, "AWS Signature Version 4 for API requests"). A presigned request may say
     * that it expires earlier, and cannot make itself last.
     */
    public static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    /** What {@code X-Amz-Expires} may say at most. */
    static final Duration LONGEST_EXPIRY = Duration.ofDays(7);

    /** Headers that say what is asked for or who asks: an unsigned one could be anyone's. */
    private static final List<String> SIGNED_IF_PRESENT = List.of("x-amz-target", RequestSignature.SECURITY_TOKEN);

    private final AccessKeys accessKeys;
    private final ServedRegions regions;
    private final Clock clock;

    public SignatureVerifier(AccessKeys accessKeys, ServedRegions regions, Clock clock) {
        this.accessKeys = accessKeys;
        this.regions = regions;
        this.clock = clock;
    }

    /**
     * Who signed this request, for which Region.
     *
     * @param services that the request may be signed for: {@code ecr}
     * @throws EcrException if the request is not signed, or its signature proves nothing
     */
    public Verified verify(SignedRequest request, Set<String> services) {
        RequestSignature claimed = RequestSignature.of(request)
                .orElseThrow(() -> new EcrException(
                        ErrorCode.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token"));
        RegionName region = requireScope(claimed, services);
        requireSignedHeaders(request, claimed);
        requireInTime(claimed);

        AccessKey key = accessKeys.find(region, claimed.accessKeyId()).orElseThrow(SignatureVerifier::unrecognized);
        if (!sameSessionToken(key.sessionToken(), claimed.sessionToken())) {
            throw unrecognized();
        }
        if (!equal(SignatureVersion4.sign(request, claimed, key.secret()), claimed.signature())) {
            throw invalid("The request signature we calculated does not match the signature you provided. "
                    + "Check your AWS Secret Access Key and signing method. "
                    + "Consult the service documentation for details.");
        }
        return new Verified(key.caller(), region, claimed.service());
    }

    private RegionName requireScope(RequestSignature claimed, Set<String> services) {
        if (!claimed.terminator().equals(RequestSignature.TERMINATOR)) {
            throw invalid("Credential should be scoped with a valid terminator: '" + RequestSignature.TERMINATOR + "'.");
        }
        if (!services.contains(claimed.service())) {
            throw invalid("Credential should be scoped to correct service: '"
                    + String.join("', '", services.stream().sorted().toList()) + "'.");
        }
        String signedOn = claimed.timestamp().substring(0, Math.min(8, claimed.timestamp().length()));
        if (!claimed.date().equals(signedOn)) {
            throw invalid("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                    + claimed.date() + "' != '" + signedOn + "', from '" + claimed.timestamp() + "'.");
        }
        return regions.named(claimed.region())
                .orElseThrow(() -> invalid(
                        "Credential should be scoped to a valid region, not '" + claimed.region() + "'."));
    }

    private static void requireSignedHeaders(SignedRequest request, RequestSignature claimed) {
        List<String> signed = claimed.signedHeaders();
        if (!signed.contains("host")) {
            throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
        }
        Stream<String> unsigned = SIGNED_IF_PRESENT.stream()
                .filter(name -> request.headers().containsKey(name) && !signed.contains(name));
        unsigned.findFirst().ifPresent(name -> {
            throw invalid("'" + name + "' must be a 'SignedHeader' in the AWS Authorization.");
        });
        signed.stream().filter(name -> !request.headers().containsKey(name)).findFirst().ifPresent(name -> {
            throw invalid("The request has no header '" + name
                    + "', which is a 'SignedHeader' in the AWS Authorization.");
        });
    }

    private void requireInTime(RequestSignature claimed) {
        Instant signedAt = claimed.signedAt();
        Instant now = clock.instant();
        if (signedAt.isAfter(now.plus(CLOCK_SKEW))) {
            throw invalid("Signature not yet current: " + claimed.timestamp() + " is still later than "
                    + text(now.plus(CLOCK_SKEW)) + " (" + text(now) + " + " + minutes(CLOCK_SKEW) + " min.)");
        }
        Duration validity = claimed.expires()
                .map(SignatureVerifier::expiry)
                .filter(expiry -> expiry.compareTo(CLOCK_SKEW) < 0)
                .orElse(CLOCK_SKEW);
        if (signedAt.isBefore(now.minus(validity))) {
            throw invalid("Signature expired: " + claimed.timestamp() + " is now earlier than "
                    + text(now.minus(validity)) + " (" + text(now) + " - " + minutes(validity) + " min.)");
        }
    }

    private static Duration expiry(String seconds) {
        Duration expiry;
        try {
            expiry = Duration.ofSeconds(Long.parseLong(seconds));
        } catch (NumberFormatException noNumber) {
            throw invalid("X-Amz-Expires should be a number");
        }
        if (expiry.isNegative() || expiry.compareTo(LONGEST_EXPIRY) > 0) {
            throw invalid("X-Amz-Expires must be between 0 and " + LONGEST_EXPIRY.toSeconds() + " seconds");
        }
        return expiry;
    }

    private static boolean sameSessionToken(Optional<String> required, Optional<String> given) {
        return required.isPresent() == given.isPresent() && equal(required.orElse(""), given.orElse(""));
    }

    /** Takes the same time wherever the two differ, so that nobody can find a signature byte by byte. */
    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Instant instant) {
        return RequestSignature.TIMESTAMP.format(instant);
    }

    private static String minutes(Duration duration) {
        return Long.toString(duration.toMinutes());
    }

    private static EcrException unrecognized() {
        return new EcrException(
                ErrorCode.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
    }

    private static EcrException invalid(String message) {
        return new EcrException(ErrorCode.INVALID_SIGNATURE, message);
    }
}
