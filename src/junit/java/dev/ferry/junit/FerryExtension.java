package dev.ferry.junit;

import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import software.amazon.awssdk.core.SdkClient;

/** What {@link FerryCloud} says. */
@SuppressWarnings("deprecation") // what stands in its place came with JUnit 6
final class FerryExtension implements BeforeEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(FerryExtension.class);
    private static final String ACCOUNT = "account";
    private static final String ENDPOINT = "FERRY_ENDPOINT";

    /** Begins anywhere, as a cloud that runs anyhow may have been used before. */
    private static final AtomicLong ACCOUNTS =
            new AtomicLong(ThreadLocalRandom.current().nextLong(100_000_000_000L, 900_000_000_000L));

    /** Before the test's parameters are asked for, or it would have the account of its class. */
    @Override
    public void beforeEach(ExtensionContext test) {
        test.getStore(NAMESPACE).put(ACCOUNT, newAccount());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == FerryRegistry.class || (SdkClient.class.isAssignableFrom(type) && type.isInterface());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        String account = context.getStore(NAMESPACE).getOrComputeIfAbsent(ACCOUNT, key -> newAccount(), String.class);
        String region = parameter.findAnnotation(InRegion.class).map(InRegion::value).orElse(InRegion.DEFAULT);
        FerryRegistry registry = new FerryRegistry(endpoint(context), account, region);
        Class<?> type = parameter.getParameter().getType();
        return type == FerryRegistry.class ? registry : registry.client(type.asSubclass(SdkClient.class));
    }

    private static String newAccount() {
        return Long.toString(ACCOUNTS.incrementAndGet());
    }

    private static URI endpoint(ExtensionContext context) {
        String running = System.getenv(ENDPOINT);
        return running != null
                ? URI.create(running)
                : context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                        .getOrComputeIfAbsent(FerryProcess.class, key -> FerryProcess.start(), FerryProcess.class)
                        .endpoint();
    }
}
