package dev.ferry.identity;

import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.InvalidValueException;
import java.util.Optional;

/**
 * Who makes a request.
 *
 * @param accessKeyId the key that stands behind the request
 * @param principalArn as policies name it: {@code arn:aws:iam::111122223333:root}
 * @param policy       what the key is narrowed to; a key without one may do whatever its account may
 */
public record Caller(String accessKeyId, AccountId account, String principalArn, Optional<PolicyDocument> policy) {
    public Caller {
        if (!AccessKey.isId(accessKeyId)) {
            throw new InvalidValueException("must have the id of an access key");
        }
        if (!principalArn.startsWith("arn:")) {
            throw new InvalidValueException("must be the ARN of a principal");
        }
    }

    /** Whom limits count it as: its account, or a narrowed key by itself, so that this cannot use up its account's share. */
    public String countedAs() {
        return policy.isPresent() ? account + "#" + accessKeyId : account.value();
    }

    /** A caller whose key is not narrowed. */
    public Caller(String accessKeyId, AccountId account, String principalArn) {
        this(accessKeyId, account, principalArn, Optional.empty());
    }
}
