package dev.ferry.local;

import dev.ferry.local.stack.LocalServices;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The services of the one-machine cloud for tests. They are started once for all test classes, so each class works with
 * registries of its own.
 *
 * <p>A class says {@code @ExtendWith(LocalAws.class)} and takes {@link LocalServices} as a parameter. Clients that are
 * built without an endpoint and credentials come here too, as {@link TestServices} says.
 */
public final class LocalAws implements BeforeAllCallback, ParameterResolver {

    @Override
    public void beforeAll(ExtensionContext context) {
        servicesOf(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == LocalServices.class;
    }

    @Override
    public LocalServices resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return servicesOf(context);
    }

    /** Closed by JUnit after the last test. */
    private static LocalServices servicesOf(ExtensionContext context) {
        return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(LocalAws.class))
                .computeIfAbsent(TestServices.class, key -> TestServices.start(), TestServices.class)
                .services();
    }
}
