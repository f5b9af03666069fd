package dev.ferry.identity;

import dev.ferry.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * AWS Signature Version 4 (IAM User Guide, "Create a signed AWS API request", steps 2 to 4).
 *
 * <p>It is written here, and not left to the AWS SDK's signer, because that one signs what the SDK would send: it always
 * adds {@code x-amz-content-sha256}, which the AWS CLI does not sign, and always leaves {@code user-agent} out, which
 * others do sign. Tests hold it to the SDK's signer and to requests of real clients.
 */
final class SignatureVersion4 {
    private static final String HMAC = "HmacSHA256";

    private SignatureVersion4() {}

    /** The signature that the holder of the secret makes of the request, for the scope it claims: lower-case hex. */
    static String sign(SignedRequest request, RequestSignature claimed, String secret) {
        String canonicalRequest = CanonicalRequest.of(request, claimed.signedHeaders());
        String stringToSign = String.join("\n",
                RequestSignature.ALGORITHM,
                claimed.timestamp(),
                claimed.scope(),
                Digest.sha256(canonicalRequest).hex());

        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String element : claimed.scope().split("/")) {
            key = hmac(key, element);
        }
        return HexFormat.of().formatHex(hmac(key, stringToSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(HMAC + " is not in this Java runtime", missing);
        }
    }
}
