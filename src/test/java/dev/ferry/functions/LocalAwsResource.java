package dev.ferry.functions;

import dev.ferry.local.TestServices;
import dev.ferry.service.Services;
import dev.ferry.testing.TemplateSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Gives the application under test the services of the one-machine cloud, and the names that they go by. */
public final class LocalAwsResource implements QuarkusTestResourceLifecycleManager {
    private TestServices services;

    @Override
    public Map<String, String> start() {
        services = TestServices.start();
        return Map.of(
                "ferry.table-prefix", Services.stack().tablePrefix(),
                "ferry.bucket-prefix", Services.stack().bucketPrefix(),
                "ferry.queue-prefix", Services.stack().queuePrefix(),
                "ferry.operator-account", Services.stack().operatorAccount(),
                "ferry.sealing-key", TemplateSettings.SEALING_KEY);
    }

    @Override
    public void stop() {
        services.close();
    }
}
