package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.SigningConfigurationJson;
import dev.ferry.service.account.SigningSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells by what the images of a registry are to be signed. */
@ApplicationScoped
public class GetSigningConfiguration implements EcrOperation {
    private final SigningSettings signing;

    public GetSigningConfiguration(SigningSettings signing) {
        this.signing = signing;
    }

    @Override
    public String name() {
        return "GetSigningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        ObjectNode output = EcrJson.object().put("registryId", request.registry().account().value());
        output.set("signingConfiguration", SigningConfigurationJson.write(signing.get(request.registry())));
        return output;
    }
}
