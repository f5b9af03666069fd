package dev.ferry.local.gateway;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who is who on one machine: an access key id of 12 digits is the account it names, with any secret, and the functions'
 * own key is the operator's. A request that is not signed by AWS's scheme is left to the function.
 */
public final class AccountKeys implements RequestIdentity {
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

    @Override
    public GatewayRequest identify(GatewayRequest request) throws RefusedException {
        Optional<CredentialScope> scope = CredentialScope.of(request);
        if (scope.isPresent() && accountOf(scope.get()).isEmpty()) {
            throw new RefusedException(
                    403,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid. Here an access key id is the 12 digits of an "
                            + "account, such as 111122223333, and the secret is any.");
        }
        return request;
    }

    /** The account that a key belongs to. */
    Optional<String> accountOf(CredentialScope scope) {
        if (scope.accessKeyId().equals(functionsKey)) {
            return Optional.of(operator);
        }
        return Optional.of(scope.accessKeyId()).filter(key -> ACCOUNT.matcher(key).matches());
    }
}
