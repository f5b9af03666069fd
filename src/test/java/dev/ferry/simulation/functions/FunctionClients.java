package dev.ferry.simulation.functions;

import dev.ferry.clients.AwsClients;
import dev.ferry.registry.RegionName;
import dev.ferry.simulation.Stores;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The clients of simulated functions: every call that is made with them goes through the simulation. */
public final class FunctionClients extends AwsClients {
    private final Stores stores;
    private final Calls calls;
    private final Map<RegionName, DynamoDbClient> dynamoDb = new HashMap<>();
    private final Map<RegionName, S3Client> s3 = new HashMap<>();
    private final Map<RegionName, SqsClient> sqs = new HashMap<>();
    private final Map<RegionName, EventBridgeClient> eventBridge = new HashMap<>();

    public FunctionClients(Stores stores, Calls calls) {
        this.stores = stores;
        this.calls = calls;
    }

    @Override
    public DynamoDbClient dynamoDb(RegionName region) {
        return dynamoDb.computeIfAbsent(region, any -> watched(DynamoDbClient.class, stores.dynamoDb(region), region));
    }

    @Override
    public S3Client s3(RegionName region) {
        return s3.computeIfAbsent(region, any -> watched(S3Client.class, stores.s3(region), region));
    }

    @Override
    public SqsClient sqs(RegionName region) {
        return sqs.computeIfAbsent(region, any -> watched(SqsClient.class, stores.sqs(region), region));
    }

    @Override
    public EventBridgeClient eventBridge(RegionName region) {
        return eventBridge.computeIfAbsent(
                region, any -> watched(EventBridgeClient.class, stores.eventBridge(region), region));
    }

    private <T> T watched(Class<T> type, T client, RegionName region) {
        InvocationHandler handler = (proxy, method, arguments) -> Calls.isOperation(method)
                ? calls.call(region, client, method, arguments)
                : method.isDefault()
                        ? InvocationHandler.invokeDefault(proxy, method, arguments)
                        : method.invoke(client, arguments);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
