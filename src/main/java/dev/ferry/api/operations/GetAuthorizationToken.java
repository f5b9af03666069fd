package dev.ferry.api.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.api.EcrJson;
import dev.ferry.api.EcrOperation;
import dev.ferry.api.OperationRequest;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Gives out what container tools take for a user and a password. */
@ApplicationScoped
public class GetAuthorizationToken implements EcrOperation {
    private final AuthorizationTokens tokens;
    private final Regions regions;

    public GetAuthorizationToken(AuthorizationTokens tokens, Regions regions) {
        this.tokens = tokens;
        this.regions = regions;
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
                data.add(authorization(new Registry(account, request.registry().region()), request)));
        return output;
    }

    /** Whether the caller may do anything in the registry is judged when the token is used. */
    private ObjectNode authorization(Registry registry, OperationRequest request) {
        AuthorizationTokens.Token token = tokens.mint(registry, request.caller());
        ObjectNode authorization = EcrJson.object()
                .put("authorizationToken", token.value())
                .put("proxyEndpoint", "https://" + registry.account() + ".dkr.ecr." + registry.region() + "."
                        + regions.partitionOf(registry.region()).orElseThrow().dnsSuffix());
        authorization.set("expiresAt", EcrJson.timestamp(token.expiresAt()));
        return authorization;
    }
}
