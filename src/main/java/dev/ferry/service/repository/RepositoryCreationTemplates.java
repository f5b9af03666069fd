package dev.ferry.service.repository;

import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryCreationTemplate;
import dev.ferry.registry.TemplatePrefix;
import dev.ferry.service.access.RepositoryPolicies;
import dev.ferry.store.Contention;
import dev.ferry.store.CreationTemplates;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A registry's creation templates come, change and go. No repository that is there is changed by any of it. What they do
 * is in {@link RepositoryCreation}.
 */
@ApplicationScoped
public class RepositoryCreationTemplates {
    private final CreationTemplates templates;
    private final Clock clock;

    public RepositoryCreationTemplates(CreationTemplates templates, Clock clock) {
        this.templates = templates;
        this.clock = clock;
    }

    /**
     * Makes a template of what the function makes of one with ECR's defaults.
     *
     * @throws EcrException TemplateAlreadyExistsException, InvalidParameterException for a policy that could not be
     *     set, or what the function throws; nothing was written
     */
    public RepositoryCreationTemplate create(
            Registry registry, TemplatePrefix prefix, UnaryOperator<RepositoryCreationTemplate> settings) {
        RepositoryCreationTemplate template =
                settings.apply(RepositoryCreationTemplate.withDefaults(prefix, now()));
        requirePossible(template);
        if (!templates.create(registry, template)) {
            throw new EcrException(ErrorCode.TEMPLATE_ALREADY_EXISTS, "The repository creation template with prefix '"
                    + prefix + "' already exists in the registry with id '" + registry.account() + "'");
        }
        return template;
    }

    /**
     * Changes what the function changes of the template as it is now. No change that another caller makes at the same
     * time is lost.
     *
     * @throws EcrException TemplateNotFoundException, or as {@link #create}; nothing was written
     */
    public RepositoryCreationTemplate update(
            Registry registry, TemplatePrefix prefix, UnaryOperator<RepositoryCreationTemplate> change) {
        return Contention.retry(() -> {
            RepositoryCreationTemplate seen = templates.templates(registry, List.of(prefix)).stream()
                    .findFirst()
                    .orElseThrow(() -> notFound(registry, prefix));
            RepositoryCreationTemplate changed = change.apply(seen).updated(now());
            requirePossible(changed);
            templates.replace(registry, seen, changed);
            return changed;
        });
    }

    /**
     * Deletes the template.
     *
     * @return what it was
     * @throws EcrException TemplateNotFoundException
     */
    public RepositoryCreationTemplate delete(Registry registry, TemplatePrefix prefix) {
        return templates.delete(registry, prefix).orElseThrow(() -> notFound(registry, prefix));
    }

    /** The templates of these prefixes, in the order in which they are asked for; ECR leaves out what is not there. */
    public List<RepositoryCreationTemplate> get(Registry registry, List<TemplatePrefix> prefixes) {
        return templates.templates(registry, prefixes);
    }

    /**
     * A page of the registry's templates, sorted by prefix.
     *
     * @param after the prefix with which the page before ended
     */
    public Page<RepositoryCreationTemplate> page(Registry registry, Optional<TemplatePrefix> after, int size) {
        return Page.of(
                templates.templates(registry, after, size + 1), size, template -> template.prefix().value());
    }

    private static void requirePossible(RepositoryCreationTemplate template) {
        template.repositoryPolicy().ifPresent(text -> RepositoryPolicies.parse("repositoryPolicy", text));
        template.lifecyclePolicy().ifPresent(text -> LifecyclePolicies.parse("lifecyclePolicy", text));
    }

    private static EcrException notFound(Registry registry, TemplatePrefix prefix) {
        return new EcrException(ErrorCode.TEMPLATE_NOT_FOUND, "The repository creation template with prefix '" + prefix
                + "' does not exist in the registry with id '" + registry.account() + "'");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
