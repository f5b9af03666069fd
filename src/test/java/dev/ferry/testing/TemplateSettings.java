package dev.ferry.testing;

import dev.ferry.clients.AddressSettings;
import dev.ferry.clients.ContentSettings;
import dev.ferry.clients.EventSettings;
import dev.ferry.clients.ExtensionSettings;
import dev.ferry.clients.IdentitySettings;
import dev.ferry.clients.LimitSettings;
import dev.ferry.clients.RuleSettings;
import dev.ferry.clients.StackSettings;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.identity.SdkRegions;
import dev.ferry.identity.ServedRegions;
import dev.ferry.local.TestServices;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/** The names in {@code template.yaml}, as the tests' services have them. */
public record TemplateSettings()
        implements StackSettings, IdentitySettings, LimitSettings, EventSettings, AddressSettings, ContentSettings,
                RuleSettings, ExtensionSettings, UpstreamSettings {
    @Override
    public Optional<String> domainName() {
        return Optional.empty();
    }

    @Override
    public boolean secretsManager() {
        return false;
    }

    @Override
    public Optional<String> localUpstreams() {
        return Optional.empty();
    }

    @Override
    public int requestsPerSecond() {
        return 1_000;
    }

    @Override
    public int requestBurst() {
        return 10_000;
    }

    @Override
    public int openUploads() {
        return 1_000;
    }

    @Override
    public int replicationRules() {
        return 10;
    }

    @Override
    public boolean replicationExtensions() {
        return false;
    }

    /** What the tests' access keys are sealed with. */
    public static final String SEALING_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @Override
    public Optional<String> sealingKey() {
        return Optional.of(SEALING_KEY);
    }

    @Override
    public Optional<String> servedRegion() {
        return Optional.empty();
    }

    /** Every Region, as the local cloud's functions have it. */
    public static ServedRegions servedRegions() {
        return new ServedRegions(new SdkRegions(), new TemplateSettings());
    }

    @Override
    public String tablePrefix() {
        return "ferry";
    }

    @Override
    public String bucketPrefix() {
        return "ferry-layers-" + operatorAccount();
    }

    @Override
    public String queuePrefix() {
        return "ferry";
    }

    @Override
    public String operatorAccount() {
        return TestServices.OPERATOR_ACCOUNT;
    }

    @Override
    public Duration openTooLong() {
        return Duration.ofMinutes(15);
    }

    @Override
    public boolean ociEmptyContent() {
        return false;
    }

    @Override
    public boolean sourceEvents() {
        return false;
    }

    @Override
    public String eventSource() {
        return "ferry";
    }
}
