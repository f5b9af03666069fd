package dev.ferry.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.Registry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/** What a registry is configured with that is kept as ECR's JSON, in the table {@code settings} of its Region. */
@ApplicationScoped
public class RegistryDocuments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Tables tables;

    public RegistryDocuments(Tables tables) {
        this.tables = tables;
    }

    /** A document, by the name of its setting. */
    public enum Name {
        SCANNING("scanning"),
        SIGNING("signing");

        private final String setting;

        Name(String setting) {
            this.setting = setting;
        }
    }

    public Optional<JsonNode> get(Registry registry, Name name) {
        return tables.get(registry.region(), key(registry, name)).flatMap(RegistryDocuments::read);
    }

    /** Replaces the whole document. */
    public void put(Registry registry, Name name, JsonNode document) {
        tables.in(registry.region()).putItem(put -> put.tableName(tables.name(SettingsTable.TABLE))
                .item(key(registry, name).item(Map.of("configuration", Attributes.string(document)))));
    }

    /** Deletes a document; what it was, or empty if there was none. */
    public Optional<JsonNode> delete(Registry registry, Name name) {
        return read(tables.in(registry.region())
                .deleteItem(delete -> delete.tableName(tables.name(SettingsTable.TABLE))
                        .key(key(registry, name).key())
                        .returnValues(ReturnValue.ALL_OLD))
                .attributes());
    }

    private static ItemKey key(Registry registry, Name name) {
        return SettingsTable.key(registry.account(), name.setting);
    }

    private static Optional<JsonNode> read(Map<String, AttributeValue> item) {
        return Attributes.optionalString(item, "configuration").map(document -> {
            try {
                return JSON.readTree(document);
            } catch (JsonProcessingException broken) {
                throw new IllegalStateException("the stored document is not JSON", broken);
            }
        });
    }
}
