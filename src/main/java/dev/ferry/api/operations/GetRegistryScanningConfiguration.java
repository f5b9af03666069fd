package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.ScanningConfigurationJson;
import dev.ferry.service.account.ScanningSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells how the images of a registry are to be scanned. */
@ApplicationScoped
public class GetRegistryScanningConfiguration implements EcrOperation {
    private final ScanningSettings scanning;

    public GetRegistryScanningConfiguration(ScanningSettings scanning) {
        this.scanning = scanning;
    }

    @Override
    public String name() {
        return "GetRegistryScanningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ObjectNode output = EcrJson.object().put("registryId", request.registry().account().value());
        output.set("scanningConfiguration", ScanningConfigurationJson.write(scanning.get(request.registry())));
        return output;
    }
}
