package dev.ferry.store;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.RepositoryCreationTemplate.AppliedFor;
import dev.ferry.registry.TemplatePrefix;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** A registry's creation templates, in the table {@code settings} of its Region. */
@ApplicationScoped
public class CreationTemplates {
    /** What makes an item this very template as it was. */
    private static final List<String> ALL = Stream.concat(
                    Stream.of("appliedFor", "description", "repositoryPolicy", "lifecyclePolicy", "customRoleArn",
                            "createdAt", "updatedAt"),
                    RepositoryAttributes.NAMES.stream())
            .toList();

    private final Tables tables;

    public CreationTemplates(Tables tables) {
        this.tables = tables;
    }

    /** Those of these prefixes that there are, in this order. */
    public List<RepositoryCreationTemplate> templates(Registry registry, List<TemplatePrefix> prefixes) {
        ReadSnapshot items = tables.get(registry.region(), prefixes.stream()
                .map(prefix -> SettingsTable.templateKey(registry.account(), prefix))
                .toList());
        return prefixes.stream()
                .flatMap(prefix -> items.at(SettingsTable.templateKey(registry.account(), prefix)).stream())
                .map(CreationTemplates::read)
                .toList();
    }

    /**
     * The registry's templates, sorted by prefix. They are read as the stream is.
     *
     * @param after  the prefix behind which they start; empty for all of them
     * @param atOnce how many are read in one call
     */
    public Stream<RepositoryCreationTemplate> templates(Registry registry, Optional<TemplatePrefix> after, int atOnce) {
        return tables.in(registry.region())
                .queryPaginator(query -> {
                    query.tableName(tables.name(SettingsTable.TABLE))
                            .keyConditionExpression("registry = :account AND begins_with(setting, :template)")
                            .expressionAttributeValues(Map.of(
                                    ":account", Attributes.string(registry.account()),
                                    ":template", Attributes.string(SettingsTable.TEMPLATES)))
                            .consistentRead(true)
                            .limit(atOnce);
                    after.ifPresent(prefix ->
                            query.exclusiveStartKey(SettingsTable.templateKey(registry.account(), prefix).key()));
                })
                .items()
                .stream()
                .map(CreationTemplates::read);
    }

    /** Adds a template; false if its prefix has one. */
    public boolean create(Registry registry, RepositoryCreationTemplate template) {
        try {
            tables.in(registry.region()).putItem(put -> put.tableName(tables.name(SettingsTable.TABLE))
                    .item(item(registry, template))
                    .conditionExpression("attribute_not_exists(setting)"));
            return true;
        } catch (ConditionalCheckFailedException taken) {
            return false;
        }
    }

    /**
     * Changes a template that is still as it was seen.
     *
     * @throws ContentionException if it isn't, or is gone; nothing was written
     */
    public void replace(Registry registry, RepositoryCreationTemplate seen, RepositoryCreationTemplate changed) {
        UnchangedCondition unchanged = UnchangedCondition.of(item(registry, seen), ALL);
        try {
            tables.in(registry.region()).putItem(put -> put.tableName(tables.name(SettingsTable.TABLE))
                    .item(item(registry, changed))
                    .conditionExpression(unchanged.condition())
                    .expressionAttributeValues(unchanged.values()));
        } catch (ConditionalCheckFailedException changedMeanwhile) {
            throw new ContentionException("the template " + seen.prefix() + " was changed meanwhile", changedMeanwhile);
        }
    }

    /** Deletes a template; what it was, or empty if there was none. */
    public Optional<RepositoryCreationTemplate> delete(Registry registry, TemplatePrefix prefix) {
        try {
            return Optional.of(read(tables.in(registry.region())
                    .deleteItem(delete -> delete.tableName(tables.name(SettingsTable.TABLE))
                            .key(SettingsTable.templateKey(registry.account(), prefix).key())
                            .conditionExpression("attribute_exists(setting)")
                            .returnValues(ReturnValue.ALL_OLD))
                    .attributes()));
        } catch (ConditionalCheckFailedException none) {
            return Optional.empty();
        }
    }

    private static Map<String, AttributeValue> item(Registry registry, RepositoryCreationTemplate template) {
        Map<String, AttributeValue> attributes = RepositoryAttributes.of(
                template.tagMutability(), template.encryption(), template.resourceTags());
        if (!template.appliedFor().isEmpty()) {
            attributes.put("appliedFor", Attributes.strings(template.appliedFor()));
        }
        template.description().ifPresent(text -> attributes.put("description", Attributes.string(text)));
        template.repositoryPolicy().ifPresent(text -> attributes.put("repositoryPolicy", Attributes.string(text)));
        template.lifecyclePolicy().ifPresent(text -> attributes.put("lifecyclePolicy", Attributes.string(text)));
        template.customRoleArn().ifPresent(arn -> attributes.put("customRoleArn", Attributes.string(arn)));
        attributes.put("createdAt", Attributes.time(template.createdAt()));
        attributes.put("updatedAt", Attributes.time(template.updatedAt()));
        return SettingsTable.templateKey(registry.account(), template.prefix()).item(attributes);
    }

    private static RepositoryCreationTemplate read(Map<String, AttributeValue> item) {
        return new RepositoryCreationTemplate(
                new TemplatePrefix(Attributes.string(item, "setting").substring(SettingsTable.TEMPLATES.length())),
                Attributes.strings(item, "appliedFor").stream().map(AppliedFor::valueOf).collect(Collectors.toSet()),
                Attributes.optionalString(item, "description"),
                RepositoryAttributes.tagMutability(item),
                RepositoryAttributes.encryption(item),
                RepositoryAttributes.resourceTags(item),
                Attributes.optionalString(item, "repositoryPolicy"),
                Attributes.optionalString(item, "lifecyclePolicy"),
                Attributes.optionalString(item, "customRoleArn"),
                Attributes.time(item, "createdAt"),
                Attributes.time(item, "updatedAt"));
    }
}
