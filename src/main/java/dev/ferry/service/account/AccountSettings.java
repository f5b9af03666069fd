package dev.ferry.service.account;

import dev.ferry.registry.AccountSetting;
import dev.ferry.registry.Registry;
import dev.ferry.store.SettingsTable;
import jakarta.enterprise.context.ApplicationScoped;

/** The settings of a registry by name. */
@ApplicationScoped
public class AccountSettings {
    private final SettingsTable settings;

    public AccountSettings(SettingsTable settings) {
        this.settings = settings;
    }

    public String get(Registry registry, AccountSetting setting) {
        return settings.accountSetting(registry, setting).orElse(setting.byDefault());
    }

    /** @throws dev.ferry.registry.InvalidValueException when it cannot have this value; nothing was written */
    public void put(Registry registry, AccountSetting setting, String value) {
        settings.putAccountSetting(registry, setting, setting.require(value));
    }

    /** Whether a push may take a layer from another repository. */
    public boolean allowMounting(Registry registry) {
        return get(registry, AccountSetting.BLOB_MOUNTING).equals("ENABLED");
    }
}
