package dev.ferry.registry;

import java.util.regex.Pattern;

/** An AWS account: twelve digits (ECR API, {@code RegistryId}). */
public record AccountId(String value) implements Comparable<AccountId> {
    private static final Pattern PATTERN = Pattern.compile("[0-9]{12}");

    public AccountId {
        if (!PATTERN.matcher(value).matches()) {
            throw new InvalidValueException("must satisfy regular expression '[0-9]{12}'");
        }
    }

    @Override
    public int compareTo(AccountId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
