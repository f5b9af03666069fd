package dev.ferry.service.lifecycle;

import dev.ferry.clients.UnavailableException;
import dev.ferry.clients.UniqueNames;
import dev.ferry.messaging.LifecycleMessage;
import dev.ferry.messaging.LifecycleQueue;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Image;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Page;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.lifecycle.LifecycleAction;
import dev.ferry.registry.lifecycle.LifecycleCensus;
import dev.ferry.registry.lifecycle.LifecycleEvaluation;
import dev.ferry.registry.lifecycle.LifecycleEvaluationJson;
import dev.ferry.registry.lifecycle.LifecyclePolicy;
import dev.ferry.registry.lifecycle.LifecyclePreview;
import dev.ferry.registry.lifecycle.LifecyclePreview.Status;
import dev.ferry.registry.lifecycle.LifecycleRule;
import dev.ferry.service.image.Images;
import dev.ferry.service.repository.LifecyclePolicies;
import dev.ferry.service.repository.Repositories;
import dev.ferry.store.Contention;
import dev.ferry.store.LifecyclePreviewsTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Previews of lifecycle policies (ECR user guide, "Creating a lifecycle policy preview"). The function {@code lifecycle} looks
 * at all images once; a page of results is worked out when it is asked for, of the images that are there by then.
 */
@ApplicationScoped
public class LifecyclePreviews {
    private final Repositories repositories;
    private final LifecyclePolicies policies;
    private final LifecyclePreviewsTable previews;
    private final LifecycleImages lifecycleImages;
    private final Images images;
    private final LifecycleQueue queue;
    private final UniqueNames uniqueNames;
    private final Clock clock;

    public LifecyclePreviews(
            Repositories repositories, LifecyclePolicies policies, LifecyclePreviewsTable previews,
            LifecycleImages lifecycleImages, Images images, LifecycleQueue queue, UniqueNames uniqueNames, Clock clock) {
        this.repositories = repositories;
        this.policies = policies;
        this.previews = previews;
        this.lifecycleImages = lifecycleImages;
        this.images = images;
        this.queue = queue;
        this.uniqueNames = uniqueNames;
        this.clock = clock;
    }

    /** An image that would be taken, and by which rule. */
    public record Taken(Image image, LifecycleRule rule) {}

    /**
     * Starts a preview of this policy, or of the one that the repository has.
     *
     * @throws EcrException RepositoryNotFoundException, LifecyclePolicyNotFoundException, InvalidParameterException,
     *     LifecyclePolicyPreviewInProgressException; nothing was written
     */
    public LifecyclePreview start(Registry registry, RepositoryName name, Optional<String> given) {
        Repository repository = repositories.get(registry, name);
        String text = given.orElseGet(() -> policies.get(registry, name).text());
        LifecyclePolicies.parse("LifecyclePolicyText", text);
        return Contention.retry(() -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Optional<LifecyclePreview> seen = previews.preview(registry, name);
            if (seen.filter(last -> last.status(now) == Status.IN_PROGRESS).isPresent()) {
                throw new EcrException(ErrorCode.LIFECYCLE_POLICY_PREVIEW_IN_PROGRESS, "The previous lifecycle policy preview "
                        + "request for the repository with name '" + name + "' in the registry with id '"
                        + registry.account() + "' has not completed; wait and try again");
            }
            LifecyclePreview preview =
                    new LifecyclePreview(uniqueNames.next().toString(), text, now, Optional.empty());
            previews.start(repository, seen, preview);
            send(registry, name, preview);
            return preview;
        });
    }

    private void send(Registry registry, RepositoryName name, LifecyclePreview preview) {
        try {
            queue.send(registry.region(),
                    new LifecycleMessage.Preview(new RepositoryKey(registry.account(), name), preview.id()));
        } catch (UnavailableException notSent) {
            previews.withdraw(registry, name);
            throw notSent;
        }
    }

    /** Looks at the images, unless another preview was started meanwhile. */
    public void complete(RegionName region, LifecycleMessage.Preview message) {
        Registry registry = new Registry(message.repository().account(), region);
        RepositoryName name = message.repository().repository();
        previews.preview(registry, name).filter(seen -> seen.id().equals(message.preview())).ifPresent(preview -> {
            LifecycleCensus census = new LifecycleCensus(LifecyclePolicy.parse(preview.text()), preview.startedAt());
            images(registry, name, preview, Optional.empty()).forEach(census::count);
            LifecycleEvaluation evaluation = census.evaluation();
            Map<LifecycleAction, Integer> counts = new EnumMap<>(LifecycleAction.class);
            images(registry, name, preview, Optional.empty()).forEach(image -> evaluation.takes(image)
                    .ifPresent(rule -> counts.merge(rule.action(), 1, Integer::sum)));
            previews.complete(registry, name, preview.id(), new LifecyclePreview.Result(
                    LifecycleEvaluationJson.write(evaluation), counts.getOrDefault(LifecycleAction.EXPIRE, 0),
                    counts.getOrDefault(LifecycleAction.TRANSITION, 0)));
        });
    }

    /** What came after the start is not in it. */
    private Stream<Image> images(Registry registry, RepositoryName name, LifecyclePreview preview, Optional<Digest> from) {
        return lifecycleImages.of(registry, new RepositoryKey(registry.account(), name), from)
                .filter(image -> !image.pushedAt().isAfter(preview.startedAt()));
    }

    /**
     * How the last preview stands.
     *
     * @throws EcrException RepositoryNotFoundException, LifecyclePolicyPreviewNotFoundException
     */
    public LifecyclePreview get(Registry registry, RepositoryName name) {
        repositories.get(registry, name);
        return previews.preview(registry, name)
                .orElseThrow(() -> new EcrException(ErrorCode.LIFECYCLE_POLICY_PREVIEW_NOT_FOUND,
                        "Lifecycle policy preview does not exist for the repository with name '" + name
                                + "' in the registry with id '" + registry.account() + "'"));
    }

    /** How the preview stands now. */
    public Status status(LifecyclePreview preview) {
        return preview.status(clock.instant());
    }

    /**
     * A page of the images that would be taken, sorted by digest; none unless the preview is complete.
     *
     * @param after the digest with which the page before ended
     */
    public Page<Taken> page(
            Registry registry, RepositoryName name, LifecyclePreview preview, Images.TagStatus status, Optional<Digest> after,
            int size) {
        return evaluation(preview)
                .map(evaluation -> Page.of(
                        images(registry, name, preview, after).filter(image -> !after.equals(Optional.of(image.digest()))),
                        Images.MAX_LOOKED_AT,
                        image -> taken(evaluation, image).filter(one -> status.holds(one.image())),
                        size,
                        one -> one.image().digest().toString(),
                        image -> image.digest().toString()))
                .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    }

    /** Those of these images that would be taken. */
    public List<Taken> of(Registry registry, RepositoryName name, LifecyclePreview preview, List<ImageId> ids) {
        return evaluation(preview).stream()
                .flatMap(evaluation -> images.find(registry, name, ids).stream()
                        .flatMap(found -> found.image().stream())
                        .flatMap(stored -> taken(evaluation, stored.image())))
                .distinct()
                .toList();
    }

    private Optional<LifecycleEvaluation> evaluation(LifecyclePreview preview) {
        return preview.result().filter(complete -> status(preview) == Status.COMPLETE).map(result ->
                LifecycleEvaluationJson.read(LifecyclePolicy.parse(preview.text()), result.evaluation()));
    }

    private static Stream<Taken> taken(LifecycleEvaluation evaluation, Image image) {
        return evaluation.takes(image).stream().map(rule -> new Taken(image, rule));
    }
}
