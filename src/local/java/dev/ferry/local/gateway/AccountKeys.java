package dev.ferry.local.gateway;

import java.util.regex.Pattern;

/**
 * Who is who on one machine: an access key id of 12 digits is the account it names, with any secret, and the functions'
 * own key is the operator's.
 */
public final class AccountKeys {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private final String functionsKey;
    private final String operator;

    /**
     * @param functionsKey the access key id that the functions sign with
     * @param operator     the account the functions belong to
     */
    public AccountKeys(String functionsKey, String operator) {
        this.functionsKey = functionsKey;
        this.operator = operator;
    }

    /** The account that a key belongs to; a key of none is refused. */
    String accountOf(CredentialScope scope) throws RefusedRequestException {
        if (scope.accessKeyId().equals(functionsKey)) {
            return operator;
        }
        if (!ACCOUNT.matcher(scope.accessKeyId()).matches()) {
            throw new RefusedRequestException(
                    403,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid. Here an access key id is the 12 digits of an "
                            + "account, such as 111122223333, and the secret is any.");
        }
        return scope.accessKeyId();
    }
}
