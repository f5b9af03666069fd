package dev.ferry.service.account;

import dev.ferry.registry.Registry;
import dev.ferry.registry.ScanningConfiguration;
import dev.ferry.registry.ScanningConfigurationJson;
import dev.ferry.store.RegistryDocuments;
import dev.ferry.store.RegistryDocuments.Name;
import jakarta.enterprise.context.ApplicationScoped;

/** The scanning configuration of a registry. */
@ApplicationScoped
public class ScanningSettings {
    private final RegistryDocuments documents;

    public ScanningSettings(RegistryDocuments documents) {
        this.documents = documents;
    }

    public ScanningConfiguration get(Registry registry) {
        return documents.get(registry, Name.SCANNING)
                .map(ScanningConfigurationJson::read)
                .orElse(ScanningConfiguration.DEFAULT);
    }

    public void put(Registry registry, ScanningConfiguration configuration) {
        documents.put(registry, Name.SCANNING, ScanningConfigurationJson.write(configuration));
    }
}
