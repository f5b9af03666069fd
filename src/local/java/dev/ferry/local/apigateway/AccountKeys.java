package dev.ferry.local.apigateway;

import dev.ferry.local.http.RefusedRequestException;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * Who is who on one machine: an access key id of 12 digits is the account it names, with any secret; the functions' own
 * key is the operator's; and a key that was made with {@code ferry keys create} is what it is on AWS: a function verifies
 * its signature for real, and it is no one's to put events with.
 */
public final class AccountKeys {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private final String functionsKey;
    private final String operator;
    private final BiPredicate<String, String> wasMade;

    /**
     * @param functionsKey the access key id that the functions sign with
     * @param operator     the account the functions belong to
     * @param wasMade      whether there is an access key in a Region, which come in the order Region, id
     */
    public AccountKeys(String functionsKey, String operator, BiPredicate<String, String> wasMade) {
        this.functionsKey = functionsKey;
        this.operator = operator;
        this.wasMade = wasMade;
    }

    /** The account that a key belongs to with which no signature is verified; another key is refused. */
    String accountOf(CredentialScope scope) throws RefusedRequestException {
        if (scope.accessKeyId().equals(functionsKey)) {
            return operator;
        }
        if (!ACCOUNT.matcher(scope.accessKeyId()).matches()) {
            throw unrecognized();
        }
        return scope.accessKeyId();
    }

    /** Refuses a key that no function could know, with a hint of what to use here. */
    void requireKnown(CredentialScope scope) throws RefusedRequestException {
        boolean known = scope.accessKeyId().equals(functionsKey)
                || ACCOUNT.matcher(scope.accessKeyId()).matches()
                || wasMade.test(scope.region(), scope.accessKeyId());
        if (!known) {
            throw unrecognized();
        }
    }

    private static RefusedRequestException unrecognized() {
        return new RefusedRequestException(
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid. Here an access key id is the 12 digits of an "
                        + "account, such as 111122223333, and the secret is any.");
    }
}
