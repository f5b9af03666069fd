package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.registry.AccountSetting;
import dev.ferry.service.account.AccountSettings;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells a setting of the registry. */
@ApplicationScoped
public class GetAccountSetting implements EcrOperation {
    private final AccountSettings settings;

    public GetAccountSetting(AccountSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return "GetAccountSetting";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        AccountSetting setting = request.input().value("name", AccountSetting::named);
        return EcrJson.object()
                .put("name", setting.name())
                .put("value", settings.get(request.registry(), setting));
    }
}
