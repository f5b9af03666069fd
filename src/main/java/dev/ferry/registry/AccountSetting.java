package dev.ferry.registry;

import java.util.List;

/** What an account may set of its registry (ECR API, {@code PutAccountSetting}). What was never set has its first value. */
public enum AccountSetting {
    BASIC_SCAN_TYPE_VERSION("AWS_NATIVE"),
    REGISTRY_POLICY_SCOPE("V2"),
    /** Whether a push may take a layer from another repository of the registry. */
    BLOB_MOUNTING("ENABLED", "DISABLED");

    private final List<String> values;

    AccountSetting(String... values) {
        this.values = List.of(values);
    }

    /** @throws InvalidValueException when there is no setting of this name */
    public static AccountSetting named(String name) {
        for (AccountSetting setting : values()) {
            if (setting.name().equals(name)) {
                return setting;
            }
        }
        throw new InvalidValueException("must satisfy enum value set: " + List.of(values()));
    }

    /** @throws InvalidValueException when it cannot have this value */
    public String require(String value) {
        if (!values.contains(value)) {
            throw new InvalidValueException("must satisfy enum value set: " + values);
        }
        return value;
    }

    public String byDefault() {
        return values.get(0);
    }
}
