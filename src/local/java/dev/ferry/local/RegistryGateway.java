package dev.ferry.local;

import com.sun.net.httpserver.HttpHandler;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.KnownRegion;
import dev.ferry.identity.SdkRegions;
import dev.ferry.identity.SealingKeys;
import dev.ferry.local.apigateway.AccountKeys;
import dev.ferry.local.apigateway.HttpApi;
import dev.ferry.local.apigateway.RequestResigner;
import dev.ferry.local.apigateway.StoreUrls;
import dev.ferry.local.events.EventBus;
import dev.ferry.local.events.EventsApi;
import dev.ferry.local.http.BodyMemory;
import dev.ferry.local.http.BoundedCalls;
import dev.ferry.local.http.WholeBodies;
import dev.ferry.local.identity.LocalKeys;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.lambda.Functions;
import dev.ferry.local.stack.LocalServices;
import dev.ferry.local.template.LambdaFunction;
import dev.ferry.local.uploads.LayerBodies;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What stands before the functions of a local cloud: requests are signed anew, layers go to the store, events to the bus. */
final class RegistryGateway {
    /** Where the functions find the table of access keys, and the local cloud puts the keys of accounts. */
    private static final String TABLE_PREFIX = "FERRY_TABLE_PREFIX";

    private final CloudSettings settings;
    private final Clock clock;
    private final List<LambdaFunction> declared;
    private final LocalServices services;
    private final SdkRegions regions = new SdkRegions();
    private final AccessKeyTable keys;
    private final LocalKeys localKeys;

    RegistryGateway(CloudSettings settings, Clock clock, List<LambdaFunction> declared, LocalServices services)
            throws IOException {
        this.settings = settings;
        this.clock = clock;
        this.declared = declared;
        this.services = services;
        LocalSecret secret = LocalSecret.in(settings.data());
        this.keys = keys(secret);
        this.localKeys = new LocalKeys(secret, keys, regions, clock);
    }

    /** What has the keys of accounts in the tables. */
    LocalKeys localKeys() {
        return localKeys;
    }

    HttpHandler handler(Functions functions, EventBus bus) {
        BoundedCalls api = new BoundedCalls(new HttpApi(
                declared,
                new AccountKeys(
                        services.credentials().accessKeyId(),
                        Cloud.OPERATOR,
                        (region, id) -> KnownRegion.named(region, regions)
                                .flatMap(known -> keys.find(known, id))
                                .isPresent()),
                new RequestResigner(localKeys),
                functions,
                new EventsApi(bus, clock),
                services.stacks()::stackOf,
                Cloud.HOME,
                clock,
                settings.log()));
        BodyMemory memory = new BodyMemory(settings.data());
        return new StoreUrls(
                services.endpoints().s3(),
                services.presignedUrls(),
                new LayerBodies(
                        api, services.s3()::put, memory, new WholeBodies(Functions.PAYLOAD_LIMIT, memory, api)));
    }

    private AccessKeyTable keys(LocalSecret secret) throws IOException {
        String tablePrefix = declared.stream()
                .map(function -> function.environment().get(TABLE_PREFIX))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new IOException(settings.template() + " sets no " + TABLE_PREFIX));
        return new AccessKeyTable(
                region -> services.clients().dynamoDb(region.value()),
                tablePrefix,
                Optional.of(SealingKeys.parse(secret.sealingKey())));
    }
}
