package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.SigningConfiguration;
import dev.ferry.registry.SigningConfigurationJson;
import dev.ferry.service.account.SigningSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Sets by what the images of a registry are to be signed. */
@ApplicationScoped
public class PutSigningConfiguration implements EcrOperation {
    private final SigningSettings signing;

    public PutSigningConfiguration(SigningSettings signing) {
        this.signing = signing;
    }

    @Override
    public String name() {
        return "PutSigningConfiguration";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        SigningConfiguration configuration = SigningConfigurationJson.read(request.input().tree("signingConfiguration"));
        signing.put(request.registry(), configuration);
        ObjectNode output = EcrJson.object();
        output.set("signingConfiguration", SigningConfigurationJson.write(configuration));
        return output;
    }
}
