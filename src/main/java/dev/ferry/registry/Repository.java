package dev.ferry.registry;

import java.time.Instant;
import java.util.Map;

/**
 * A repository and its settings (ECR API, {@code Repository}).
 *
 * @param id             tells this repository from an earlier one of the same name
 * @param tagMutability  applies to images pushed after it was set
 * @param resourceTags   at most 50 keys
 */
public record Repository(
        Registry registry,
        RepositoryName name,
        String id,
        Instant createdAt,
        TagMutability tagMutability,
        boolean scanOnPush,
        Encryption encryption,
        Map<String, String> resourceTags) {

    public Repository {
        resourceTags = Map.copyOf(resourceTags);
    }

    /**
     * How the layers are encrypted at rest.
     *
     * @param kmsKey the key's ARN, or null for the default key of its type
     */
    public record Encryption(Type type, String kmsKey) {
        /** ECR's three kinds, by ECR's names. */
        public enum Type { AES256, KMS, KMS_DSSE }

        public static final Encryption DEFAULT = new Encryption(Type.AES256, null);
    }

    /** A repository with ECR's defaults, which is what replication makes where no template says otherwise. */
    public static Repository withDefaults(Registry registry, RepositoryName name, String id, Instant createdAt) {
        return new Repository(registry, name, id, createdAt, TagMutability.MUTABLE, false, Encryption.DEFAULT, Map.of());
    }

    public Repository withTagMutability(TagMutability changed) {
        return new Repository(registry, name, id, createdAt, changed, scanOnPush, encryption, resourceTags);
    }

    public Repository withScanOnPush(boolean changed) {
        return new Repository(registry, name, id, createdAt, tagMutability, changed, encryption, resourceTags);
    }

    public Repository withResourceTags(Map<String, String> changed) {
        return new Repository(registry, name, id, createdAt, tagMutability, scanOnPush, encryption, changed);
    }
}
