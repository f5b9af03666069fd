package dev.ferry.testing;

import dev.ferry.clients.AddressSettings;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.ContentSettings;
import dev.ferry.clients.EventSettings;
import dev.ferry.clients.ExtensionSettings;
import dev.ferry.clients.IdentitySettings;
import dev.ferry.clients.LimitSettings;
import dev.ferry.clients.RuleSettings;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.identity.SdkRegions;
import dev.ferry.registry.Regions;
import java.time.Clock;

/** The application's beans over the stack of {@code template.yaml}, as {@link dev.ferry.local.LocalAws} has it. */
public final class FerryBeans {
    /** One for all, as making clients takes longer than most tests. */
    private static final AwsClients CLIENTS = new AwsClients();

    private FerryBeans() {}

    public static Beans create() {
        return new Beans()
                .with(AwsClients.class, CLIENTS)
                .with(StackSettings.class, new TemplateSettings())
                .with(AddressSettings.class, new TemplateSettings())
                .with(IdentitySettings.class, new TemplateSettings())
                .with(EventSettings.class, new TemplateSettings())
                .with(ContentSettings.class, new TemplateSettings())
                .with(RuleSettings.class, new TemplateSettings())
                .with(ExtensionSettings.class, new TemplateSettings())
                .with(LimitSettings.class, new TemplateSettings())
                .with(UpstreamSettings.class, new TemplateSettings())
                .with(Regions.class, new SdkRegions())
                .with(Clock.class, Clock.systemUTC());
    }
}
