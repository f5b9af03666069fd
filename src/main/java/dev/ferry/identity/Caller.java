package dev.ferry.identity;

import dev.ferry.registry.AccountId;

/**
 * Who sent a request.
 *
 * @param account      the account that the request's key belongs to
 * @param principalArn the IAM principal in that account, as policies name it
 */
public record Caller(AccountId account, String principalArn) {}
