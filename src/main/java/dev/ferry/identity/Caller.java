package dev.ferry.identity;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.InvalidValueException;

/**
 * Who makes a request.
 *
 * @param principalArn as policies name it: {@code arn:aws:iam::111122223333:root}
 */
public record Caller(AccountId account, String principalArn) {
    public Caller {
        if (!principalArn.startsWith("arn:")) {
            throw new InvalidValueException("must be the ARN of a principal");
        }
    }
}
