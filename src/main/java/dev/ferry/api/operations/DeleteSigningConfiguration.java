package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.SigningConfigurationJson;
import dev.ferry.service.account.SigningSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Deletes by what the images of a registry are to be signed, and tells what it was. */
@ApplicationScoped
public class DeleteSigningConfiguration implements EcrOperation {
    private final SigningSettings signing;

    public DeleteSigningConfiguration(SigningSettings signing) {
        this.signing = signing;
    }

    @Override
    public String name() {
        return "DeleteSigningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ObjectNode output = EcrJson.object().put("registryId", request.registry().account().value());
        output.set("signingConfiguration", SigningConfigurationJson.write(signing.delete(request.registry())));
        return output;
    }
}
