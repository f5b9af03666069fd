package dev.ferry.store;

import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.Registry;
import dev.ferry.registry.UpstreamRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A registry's pull through cache rules, in the table {@code settings} of its Region. */
@ApplicationScoped
public class PullThroughCacheRules {
    private static final String RULES = "pull-through-cache#";

    private final Tables tables;
    private final CountedSettings counted;

    public PullThroughCacheRules(Tables tables) {
        this.tables = tables;
        this.counted = new CountedSettings(tables, RULES);
    }

    public Optional<PullThroughCacheRule> rule(Registry registry, String prefix) {
        return tables.get(registry.region(), key(registry, prefix)).map(PullThroughCacheRules::read);
    }

    /** Those of these prefixes that there are, in this order. */
    public List<PullThroughCacheRule> rules(Registry registry, List<String> prefixes) {
        ReadSnapshot items = tables.get(registry.region(), prefixes.stream().map(prefix -> key(registry, prefix)).toList());
        return prefixes.stream()
                .flatMap(prefix -> items.at(key(registry, prefix)).stream())
                .map(PullThroughCacheRules::read)
                .toList();
    }

    /**
     * The registry's rules, sorted by prefix. They are read as the stream is.
     *
     * @param after the prefix behind which they start; empty for all of them
     */
    public Stream<PullThroughCacheRule> rules(Registry registry, Optional<String> after) {
        return SettingsTable.settings(
                        tables, registry.region(), registry.account(), RULES, after.map(prefix -> key(registry, prefix)))
                .map(PullThroughCacheRules::read);
    }

    /**
     * Adds a rule.
     *
     * @param most    how many a registry may have
     * @param exists  what to say when its prefix has one
     * @param tooMany what to say when there are this many
     */
    public void create(
            Registry registry, PullThroughCacheRule rule, int most, Supplier<? extends RuntimeException> exists,
            Supplier<? extends RuntimeException> tooMany) {
        counted.add(registry, key(registry, rule.prefix()), attributes(rule), most, exists, tooMany);
    }

    /** Replaces a rule; false if it is gone. */
    public boolean replace(Registry registry, PullThroughCacheRule rule) {
        return SettingsTable.conditionally(() -> tables.in(registry.region()).putItem(put -> put.tableName(tables.name(SettingsTable.TABLE))
                .item(key(registry, rule.prefix()).item(attributes(rule)))
                .conditionExpression("attribute_exists(setting)")));
    }

    /** Deletes a rule; what it was, or empty if there was none. */
    public Optional<PullThroughCacheRule> delete(Registry registry, String prefix) {
        return counted.remove(registry, key(registry, prefix)).map(PullThroughCacheRules::read);
    }

    private static ItemKey key(Registry registry, String prefix) {
        return SettingsTable.key(registry.account(), RULES + prefix);
    }

    private static Map<String, AttributeValue> attributes(PullThroughCacheRule rule) {
        Map<String, AttributeValue> attributes = new HashMap<>(Map.of(
                "host", Attributes.string(rule.host()),
                "upstreamPrefix", Attributes.string(rule.upstreamPrefix()),
                "createdAt", Attributes.time(rule.createdAt()),
                "updatedAt", Attributes.time(rule.updatedAt())));
        rule.credentialArn().ifPresent(arn -> attributes.put("credentialArn", Attributes.string(arn)));
        rule.customRoleArn().ifPresent(arn -> attributes.put("customRoleArn", Attributes.string(arn)));
        return attributes;
    }

    private static PullThroughCacheRule read(Map<String, AttributeValue> item) {
        String host = Attributes.string(item, "host");
        return new PullThroughCacheRule(
                Attributes.string(item, "setting").substring(RULES.length()),
                UpstreamRegistry.at(host).orElseThrow(() -> new IllegalStateException("a stored rule has no upstream: " + host)),
                host,
                Attributes.optionalString(item, "credentialArn"),
                Attributes.optionalString(item, "customRoleArn"),
                Attributes.string(item, "upstreamPrefix"),
                Attributes.time(item, "createdAt"),
                Attributes.time(item, "updatedAt"));
    }
}
