package dev.ferry.identity;

import dev.ferry.registry.InvalidValueException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a caller signs requests with.
 *
 * @param caller       whom it proves, by its id: 12 to 128 letters, digits and underscores, which is AWS's
 *                     {@code accessKeyIdType} but for its minimum of 16, so that a twelve-digit account can be an id
 * @param secret       known to the caller and to Ferry, and never sent
 * @param sessionToken what a request has to carry too, if the key is a temporary one
 */
public record AccessKey(Caller caller, String secret, Optional<String> sessionToken) {
    private static final Pattern ID = Pattern.compile("\\w{12,128}");

    public AccessKey {
        if (secret.isEmpty()) {
            throw new InvalidValueException("must have a secret");
        }
    }

    /** A key that lives until it is deleted. */
    public static AccessKey longTerm(Caller caller, String secret) {
        return new AccessKey(caller, secret, Optional.empty());
    }

    /** Whether this can be the id of an access key at all. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    public String id() {
        return caller.accessKeyId();
    }

    /** Says whose key it is, and nothing that a log must not hold. */
    @Override
    public String toString() {
        return "AccessKey[" + id() + ", " + caller.principalArn() + "]";
    }
}
