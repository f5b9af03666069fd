package dev.ferry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.AccountSetting;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RoleDeletion;
import dev.ferry.registry.ServiceLinkedRole;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.replication.ReplicationConfiguration;
import dev.ferry.replication.ReplicationConfigurationJson;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/**
 * The table {@code settings}: one item a setting of an account. Its creation templates are {@link CreationTemplates}'.
 *
 * <pre>
 * registry (account)  setting               holds
 * 111122223333        replication           configuration: ECR's JSON
 * 111122223333        service-linked-role   id, createdAt, regions      in the partition's home Region only
 * 111122223333        region#me-south-1     enabledAt                   in the partition's home Region only
 * 111122223333        template#prod         a creation template; ROOT is one for what no other is for
 * 111122223333        account-setting#BLOB_…  value
 * 111122223333        scanning, signing     configuration: ECR's JSON, see RegistryDocuments
 * 111122223333        pull-through-cache#…  a rule, see PullThroughCacheRules
 * 111122223333        pull-time-exclusion#arn:…  createdAt, see PullTimeExclusions
 * 111122223333        count#pull-through-cache#, …  count: how many there are, see CountedSettings
 * 111122223333        task/aws-service-…    inUse: how the deletion of the role ended; in the home Region only
 * </pre>
 */
@ApplicationScoped
public class SettingsTable {
    static final String TABLE = "settings";
    static final String TEMPLATES = "template#";
    private static final String OPT_INS = "region#";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tables tables;

    public SettingsTable(Tables tables) {
        this.tables = tables;
    }

    public static ItemKey replicationKey(AccountId account) {
        return key(account, "replication");
    }

    public static ItemKey serviceLinkedRoleKey(AccountId account) {
        return key(account, "service-linked-role");
    }

    public static ItemKey optInKey(AccountId account, RegionName region) {
        return key(account, OPT_INS + region);
    }

    static ItemKey templateKey(AccountId account, TemplatePrefix prefix) {
        return key(account, TEMPLATES + prefix);
    }

    static ItemKey key(AccountId account, String setting) {
        return ItemKey.of(TABLE, "registry", account.value(), "setting", setting);
    }

    public ReplicationConfiguration replication(ReadSnapshot items, AccountId account) {
        return items.at(replicationKey(account)).map(SettingsTable::configuration).orElse(ReplicationConfiguration.NONE);
    }

    public ReplicationConfiguration replication(Registry registry) {
        return tables.get(registry.region(), replicationKey(registry.account()))
                .map(SettingsTable::configuration)
                .orElse(ReplicationConfiguration.NONE);
    }

    private static ReplicationConfiguration configuration(Map<String, AttributeValue> item) {
        try {
            return ReplicationConfigurationJson.read(JSON.readTree(Attributes.string(item, "configuration")));
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("the stored replication configuration is not JSON", broken);
        }
    }

    /** Replaces the whole configuration. */
    public void putReplication(Registry registry, ReplicationConfiguration configuration) {
        ItemKey key = replicationKey(registry.account());
        tables.in(registry.region()).putItem(put -> put.tableName(tables.name(TABLE))
                .item(key.item(Map.of("configuration", Attributes.string(ReplicationConfigurationJson.write(configuration))))));
    }

    public Optional<ServiceLinkedRole> serviceLinkedRole(ReadSnapshot items, AccountId account) {
        return items.at(serviceLinkedRoleKey(account)).map(item -> role(account, item));
    }

    public Optional<ServiceLinkedRole> serviceLinkedRole(RegionName home, AccountId account) {
        return tables.get(home, serviceLinkedRoleKey(account)).map(item -> role(account, item));
    }

    private static ServiceLinkedRole role(AccountId account, Map<String, AttributeValue> item) {
        return new ServiceLinkedRole(
                account,
                Attributes.string(item, "id"),
                Attributes.time(item, "createdAt"),
                Attributes.strings(item, "regions").stream().map(RegionName::new).collect(Collectors.toSet()));
    }

    /** Makes the role if it is not there, and notes a Region that needs it. Whoever comes first gives it its id. */
    public void ensureServiceLinkedRole(RegionName home, AccountId account, String id, Instant now, RegionName region) {
        tables.in(home).updateItem(update -> update.tableName(tables.name(TABLE))
                .key(serviceLinkedRoleKey(account).key())
                .updateExpression("SET id = if_not_exists(id, :id), createdAt = if_not_exists(createdAt, :now) ADD regions :region")
                .expressionAttributeValues(Map.of(
                        ":id", Attributes.string(id),
                        ":now", Attributes.time(now),
                        ":region", Attributes.strings(Set.of(region)))));
    }

    /** Makes the role if it is not there; false if it was. */
    public boolean createServiceLinkedRole(RegionName home, ServiceLinkedRole role) {
        return conditionally(() -> tables.in(home).putItem(put -> put.tableName(tables.name(TABLE))
                .item(serviceLinkedRoleKey(role.account()).item(Map.of(
                        "id", Attributes.string(role.id()), "createdAt", Attributes.time(role.createdAt()))))
                .conditionExpression("attribute_not_exists(id)")));
    }

    /** Deletes the role, unless the Regions that need it are other ones than the caller saw; false if they are. */
    public boolean deleteServiceLinkedRole(RegionName home, ServiceLinkedRole seen) {
        return conditionally(() -> tables.in(home).deleteItem(delete -> {
            delete.tableName(tables.name(TABLE)).key(serviceLinkedRoleKey(seen.account()).key());
            if (seen.regions().isEmpty()) {
                delete.conditionExpression("id = :id AND attribute_not_exists(regions)")
                        .expressionAttributeValues(Map.of(":id", Attributes.string(seen.id())));
            } else {
                delete.conditionExpression("id = :id AND regions = :regions")
                        .expressionAttributeValues(Map.of(
                                ":id", Attributes.string(seen.id()),
                                ":regions", Attributes.strings(seen.regions())));
            }
        }));
    }

    public void putRoleDeletion(RegionName home, AccountId account, String task, RoleDeletion deletion) {
        tables.in(home).putItem(put -> put.tableName(tables.name(TABLE))
                .item(key(account, task).item(Map.of("inUse", AttributeValue.fromL(
                        deletion.inUse().stream().map(Attributes::string).toList())))));
    }

    public Optional<RoleDeletion> roleDeletion(RegionName home, AccountId account, String task) {
        return tables.get(home, key(account, task))
                .filter(item -> item.containsKey("inUse"))
                .map(item -> new RoleDeletion(
                        item.get("inUse").l().stream().map(region -> new RegionName(region.s())).toList()));
    }

    public Optional<String> accountSetting(Registry registry, AccountSetting setting) {
        return tables.get(registry.region(), key(registry.account(), "account-setting#" + setting))
                .map(item -> Attributes.string(item, "value"));
    }

    public void putAccountSetting(Registry registry, AccountSetting setting, String value) {
        tables.in(registry.region()).putItem(put -> put.tableName(tables.name(TABLE))
                .item(key(registry.account(), "account-setting#" + setting).item(Map.of("value", Attributes.string(value)))));
    }

    public boolean isOptedIn(ReadSnapshot items, AccountId account, RegionName region) {
        return items.at(optInKey(account, region)).isPresent();
    }

    public boolean isOptedIn(RegionName home, AccountId account, RegionName region) {
        return tables.get(home, optInKey(account, region)).isPresent();
    }

    /** The Regions that the account has enabled of those that need it. */
    public Set<RegionName> optIns(RegionName home, AccountId account) {
        return settings(tables, home, account, OPT_INS, Optional.empty())
                .map(item -> new RegionName(Attributes.string(item, "setting").substring(OPT_INS.length())))
                .collect(Collectors.toSet());
    }

    /**
     * The settings of an account whose names begin with a prefix, sorted by name. They are read as the stream is.
     *
     * @param after the item behind which they start; empty for all of them
     */
    static Stream<Map<String, AttributeValue>> settings(
            Tables tables, RegionName region, AccountId account, String prefix, Optional<ItemKey> after) {
        return tables.in(region)
                .queryPaginator(query -> {
                    query.tableName(tables.name(TABLE))
                            .keyConditionExpression("registry = :account AND begins_with(setting, :prefix)")
                            .expressionAttributeValues(Map.of(
                                    ":account", Attributes.string(account), ":prefix", Attributes.string(prefix)))
                            .consistentRead(true);
                    after.ifPresent(key -> query.exclusiveStartKey(key.key()));
                })
                .items()
                .stream();
    }

    public void enable(RegionName home, AccountId account, RegionName region, Instant now) {
        tables.in(home).putItem(put -> put.tableName(tables.name(TABLE))
                .item(optInKey(account, region).item(Map.of("enabledAt", Attributes.time(now)))));
    }

    public void disable(RegionName home, AccountId account, RegionName region) {
        tables.in(home).deleteItem(delete ->
                delete.tableName(tables.name(TABLE)).key(optInKey(account, region).key()));
    }

    /** Whether a write was made whose condition decides. */
    static boolean conditionally(Runnable write) {
        try {
            write.run();
            return true;
        } catch (ConditionalCheckFailedException unmet) {
            return false;
        }
    }
}
