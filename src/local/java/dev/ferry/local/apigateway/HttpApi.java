package dev.ferry.local.apigateway;

import dev.ferry.local.events.EventsApi;
import dev.ferry.local.http.GatewayRequest;
import dev.ferry.local.http.GatewayResponse;
import dev.ferry.local.http.RefusedRequestException;
import dev.ferry.local.lambda.InvocationResult;
import dev.ferry.local.lambda.Invoker;
import dev.ferry.local.lambda.LogSink;
import dev.ferry.local.lambda.RequestTooLargeException;
import dev.ferry.local.lambda.StackLocation;
import dev.ferry.local.stack.UnknownRegionException;
import dev.ferry.local.template.LambdaFunction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * API Gateway's HTTP API with the routes of the template, and on the same port EventBridge's PutEvents, which a signature
 * for the service {@code events} tells apart. The Region of a signed request has its stack made before a function sees it.
 */
public final class HttpApi implements Function<GatewayRequest, GatewayResponse> {
    private static final String EVENTS = "events";
    private static final GatewayResponse NOT_FOUND = GatewayResponse.message(404, "Not Found");

    private final Routes routes;
    private final AccountKeys keys;
    private final RequestIdentity identity;
    private final Invoker invoker;
    private final EventsApi events;
    private final Consumer<String> provision;
    private final StackLocation home;
    private final Clock clock;
    private final LogSink log;

    /**
     * @param keys      whose key a request is signed with
     * @param identity  what a signed request goes through before it becomes an event
     * @param provision makes the stack of a Region, or throws {@link UnknownRegionException}
     * @param home      the operator's account, and the Region of a request that names none
     */
    public HttpApi(
            List<LambdaFunction> functions,
            AccountKeys keys,
            RequestIdentity identity,
            Invoker invoker,
            EventsApi events,
            Consumer<String> provision,
            StackLocation home,
            Clock clock,
            LogSink log) {
        this.routes = Routes.of(functions);
        this.keys = keys;
        this.identity = identity;
        this.invoker = invoker;
        this.events = events;
        this.provision = provision;
        this.home = home;
        this.clock = clock;
        this.log = log;
    }

    @Override
    public GatewayResponse apply(GatewayRequest request) {
        try {
            Optional<CredentialScope> scope = CredentialScope.of(request);
            return scope.isPresent() ? signed(request, scope.get()) : invoke(request, home.region());
        } catch (RefusedRequestException e) {
            return e.response();
        } catch (UnknownRegionException e) {
            return GatewayResponse.error(
                    400, "InvalidSignatureException", "Credential should be scoped to a valid Region: " + e.getMessage());
        } catch (RuntimeException e) { // of any part of the local cloud: the client has to be told, and the log why
            log.did("gateway", request.method() + " " + request.rawPath() + " failed: " + e);
            return GatewayResponse.message(500, "Internal Server Error");
        }
    }

    private GatewayResponse signed(GatewayRequest request, CredentialScope scope) throws RefusedRequestException {
        if (scope.service().equals(EVENTS)) {
            String account = keys.accountOf(scope);
            provision.accept(scope.region());
            return putEvents(request, account, scope.region());
        }
        if (MissingService.isMissing(scope)) {
            return MissingService.answer(request, scope);
        }
        keys.requireKnown(scope);
        if (AssumeRole.isAsked(request, scope)) {
            return AssumeRole.answer(request, clock.instant());
        }
        // What no function takes may be such that it cannot be signed, either, and is to leave nothing behind.
        if (routes.match(request.method(), request.rawPath()).isEmpty()) {
            return NOT_FOUND;
        }
        provision.accept(scope.region());
        return invoke(identity.identify(request), scope.region());
    }

    private GatewayResponse putEvents(GatewayRequest request, String account, String region) {
        EventsApi.Answer answer = events.handle(
                request.header("x-amz-target").orElse(""),
                request.body(),
                account,
                region);
        return GatewayResponse.json(answer.status(), "application/x-amz-json-1.1", answer.json());
    }

    private GatewayResponse invoke(GatewayRequest request, String region) {
        Optional<Routes.Match> match = routes.match(request.method(), request.rawPath());
        if (match.isEmpty()) {
            return NOT_FOUND;
        }
        HttpApiEvent event = new HttpApiEvent(
                request, match.get(), home.account(), UUID.randomUUID().toString(), clock.instant());
        InvocationResult result;
        try {
            result = invoker.invoke(match.get().route().function(), region, event.json());
        } catch (RequestTooLargeException e) {
            return GatewayResponse.error(413, "RequestEntityTooLargeException", e.getMessage());
        }
        if (result instanceof InvocationResult.Failure failure) {
            return failure.timedOut()
                    ? GatewayResponse.message(503, "Service Unavailable")
                    : GatewayResponse.message(500, "Internal Server Error");
        }
        return HttpApiAnswer.of(result.payload());
    }
}
