package dev.ferry.testing;

import dev.ferry.api.ApiResponse;
import dev.ferry.distribution.OciApi;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.Registry;

/** The OCI API's front door on a port of its own, beside ECR's API over the same beans. */
public final class RegistryServer implements AutoCloseable {
    private final ApiServer api;
    private final OciApi door;
    private final LoopbackServer server;

    public RegistryServer() {
        this(FerryBeans.create());
    }

    /** The same over beans of a test's own. */
    public RegistryServer(Beans beans) {
        this.api = new ApiServer(beans);
        this.door = beans.get(OciApi.class);
        this.server = new LoopbackServer(this::answer);
    }

    public ApiServer api() {
        return api;
    }

    public OciApi door() {
        return door;
    }

    /** The registry of an account as its root user sees it. */
    public RegistryClient client(String account, String region) {
        return client("arn:aws:iam::" + account + ":root", Registry.of(account, region));
    }

    /** A registry as a principal sees it. */
    public RegistryClient client(String principalArn, Registry registry) {
        AuthorizationTokens.Token token = api.beans().get(AuthorizationTokens.class)
                .mint(registry, api.caller(principalArn, registry.region().value()));
        return new RegistryClient(server.endpoint(), "Basic " + token.value());
    }

    private ApiResponse answer(HttpRequest request) {
        RegistryResponse response = door.answer(request);
        return new ApiResponse(response.status(), response.headers(), response.body());
    }

    @Override
    public void close() {
        server.close();
        api.close();
    }
}
