package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.api.RegistryAddresses;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.registry.AccountId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Gives out what container tools take for a user and a password. */
@ApplicationScoped
public class GetAuthorizationToken implements EcrOperation {
    private final AuthorizationTokens tokens;
    private final RegistryAddresses addresses;

    public GetAuthorizationToken(AuthorizationTokens tokens, RegistryAddresses addresses) {
        this.tokens = tokens;
        this.addresses = addresses;
    }

    @Override
    public String name() {
        return "GetAuthorizationToken";
    }

    @Override
    public ObjectNode execute(OperationRequest request) {
        List<AccountId> accounts = request.input().values("registryIds", AccountId::new);
        ObjectNode output = EcrJson.object();
        ArrayNode data = output.putArray("authorizationData");
        (accounts.isEmpty() ? List.of(request.registry().account()) : accounts).forEach(account ->
                data.add(authorization(request.of(account))));
        return output;
    }

    /** Whether the caller may do anything in the registry is judged when the token is used. */
    private ObjectNode authorization(OperationRequest request) {
        AuthorizationTokens.Token token = tokens.mint(request.registry(), request.caller());
        ObjectNode authorization = EcrJson.object()
                .put("authorizationToken", token.value())
                .put("proxyEndpoint", addresses.url(request));
        authorization.set("expiresAt", EcrJson.timestamp(token.expiresAt()));
        return authorization;
    }
}
