package dev.ferry.service.account;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.registry.SigningConfiguration;
import dev.ferry.registry.SigningConfigurationJson;
import dev.ferry.store.RegistryDocuments;
import dev.ferry.store.RegistryDocuments.Name;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The signing configuration of a registry. */
@ApplicationScoped
public class SigningSettings {
    private final RegistryDocuments documents;

    public SigningSettings(RegistryDocuments documents) {
        this.documents = documents;
    }

    /** Empty if the registry has none. */
    public Optional<SigningConfiguration> find(Registry registry) {
        return documents.get(registry, Name.SIGNING).map(SigningConfigurationJson::read);
    }

    /** @throws EcrException SigningConfigurationNotFoundException */
    public SigningConfiguration get(Registry registry) {
        return find(registry).orElseThrow(() -> none(registry));
    }

    public void put(Registry registry, SigningConfiguration configuration) {
        documents.put(registry, Name.SIGNING, SigningConfigurationJson.write(configuration));
    }

    /**
     * @return what it was
     * @throws EcrException SigningConfigurationNotFoundException
     */
    public SigningConfiguration delete(Registry registry) {
        return documents.delete(registry, Name.SIGNING).map(SigningConfigurationJson::read).orElseThrow(() -> none(registry));
    }

    private static EcrException none(Registry registry) {
        return new EcrException(ErrorCode.SIGNING_CONFIGURATION_NOT_FOUND,
                "Signing configuration does not exist for the registry with id '" + registry.account() + "'");
    }
}
