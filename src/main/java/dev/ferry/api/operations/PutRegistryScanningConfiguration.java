package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.Input;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.ScanningConfiguration;
import dev.ferry.registry.ScanningConfigurationJson;
import dev.ferry.service.account.ScanningSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Sets how the images of a registry are to be scanned. */
@ApplicationScoped
public class PutRegistryScanningConfiguration implements EcrOperation {
    private final ScanningSettings scanning;

    public PutRegistryScanningConfiguration(ScanningSettings scanning) {
        this.scanning = scanning;
    }

    @Override
    public String name() {
        return "PutRegistryScanningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        Input input = request.input();
        ObjectNode given = EcrJson.object();
        input.optionalText("scanType").ifPresent(type -> given.put("scanType", type));
        if (input.has("rules")) {
            given.set("rules", input.tree("rules"));
        }
        ScanningConfiguration configuration = input.valid("rules", () -> ScanningConfigurationJson.read(given));
        scanning.put(request.registry(), configuration);
        ObjectNode output = EcrJson.object();
        output.set("registryScanningConfiguration", ScanningConfigurationJson.write(configuration));
        return output;
    }
}
