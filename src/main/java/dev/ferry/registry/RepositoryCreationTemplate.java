package dev.ferry.registry;

import dev.ferry.registry.Repository.Encryption;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a repository is to be like that is made on someone's behalf (ECR user guide, "Templates to control repositories
 * created during a pull through cache, create on push, or replication action"). It has no effect on a repository that is
 * there.
 *
 * @param appliedFor       on what occasions; none at all, and it is never used
 * @param resourceTags     at most 50 keys
 * @param repositoryPolicy a policy that can be set
 * @param lifecyclePolicy  a policy that can be put
 * @param customRoleArn    the role that ECR would assume to give tags or a KMS key to a repository
 */
public record RepositoryCreationTemplate(
        TemplatePrefix prefix,
        Set<AppliedFor> appliedFor,
        Optional<String> description,
        TagMutability tagMutability,
        Encryption encryption,
        Map<String, String> resourceTags,
        Optional<String> repositoryPolicy,
        Optional<String> lifecyclePolicy,
        Optional<String> customRoleArn,
        Instant createdAt,
        Instant updatedAt) {

    /** ECR's three occasions, by ECR's names. */
    public enum AppliedFor { REPLICATION, PULL_THROUGH_CACHE, CREATE_ON_PUSH }

    public RepositoryCreationTemplate {
        EnumSet<AppliedFor> occasions = EnumSet.noneOf(AppliedFor.class);
        occasions.addAll(appliedFor);
        appliedFor = Collections.unmodifiableSet(occasions);
        resourceTags = Map.copyOf(resourceTags);
    }

    /** A template with ECR's defaults, for no occasion. */
    public static RepositoryCreationTemplate withDefaults(TemplatePrefix prefix, Instant createdAt) {
        return new RepositoryCreationTemplate(
                prefix, Set.of(), Optional.empty(), TagMutability.MUTABLE, Encryption.DEFAULT, Map.of(), Optional.empty(),
                Optional.empty(), Optional.empty(), createdAt, createdAt);
    }

    public RepositoryCreationTemplate updated(Instant now) {
        return new RepositoryCreationTemplate(
                prefix, appliedFor, description, tagMutability, encryption, resourceTags, repositoryPolicy, lifecyclePolicy,
                customRoleArn, createdAt, now);
    }

    /** Whether it sets what only a role could set, and names none: then the creation of a repository fails. */
    public boolean lacksRole() {
        boolean needsRole = !resourceTags.isEmpty() || encryption.type() != Encryption.Type.AES256;
        return needsRole && customRoleArn.isEmpty();
    }

    /** A new repository as the template has it. */
    public Repository repository(Registry registry, RepositoryName name, String id, Instant madeAt) {
        return new Repository(registry, name, id, madeAt, tagMutability, false, encryption, resourceTags);
    }
}
