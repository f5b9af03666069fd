package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.AccountSetting;
import dev.ferry.service.account.AccountSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Sets a setting of the registry. */
@ApplicationScoped
public class PutAccountSetting implements EcrOperation {
    private final AccountSettings settings;

    public PutAccountSetting(AccountSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "PutAccountSetting";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        AccountSetting setting = request.input().value("name", AccountSetting::named);
        request.input().valid("value", () -> {
            settings.put(request.registry(), setting, request.input().text("value"));
            return setting;
        });
        return EcrJson.object()
                .put("name", setting.name())
                .put("value", request.input().text("value"));
    }
}
