package dev.ferry.service.cache;

import dev.ferry.policy.Occasion;
import dev.ferry.registry.Descriptor;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ImageAlreadyExistsException;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.registry.UpstreamException;
import dev.ferry.registry.UpstreamException.Reason;
import dev.ferry.service.Deadline;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import dev.ferry.service.image.ImagePush;
import dev.ferry.service.image.Images;
import dev.ferry.service.repository.CreateOnPull;
import dev.ferry.upstream.UpstreamRepository;
import dev.ferry.upstream.Upstreams;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Brings images of upstream registries into repositories: layers, then the images that an index lists, then the image, each by
 * a push like any other, so that it is committed, told and replicated like any other.
 */
@ApplicationScoped
public class ImageImport {
    /** How deep indexes may lie in each other. */
    private static final int DEEPEST = 3;

    private static final String UNDER_WAY = "The image is on its way from the upstream registry. Pull again";

    private final Upstreams upstreams;
    private final CreateOnPull creation;
    private final LayerImport layers;
    private final ImagePush pushes;
    private final Images images;
    private final ResourcePolicies policies;
    private final Clock clock;

    public ImageImport(
            Upstreams upstreams, CreateOnPull creation, LayerImport layers, ImagePush pushes, Images images,
            ResourcePolicies policies, Clock clock) {
        this.upstreams = upstreams;
        this.creation = creation;
        this.layers = layers;
        this.pushes = pushes;
        this.images = images;
        this.policies = policies;
        this.clock = clock;
    }

    /** @throws EcrException AccessDeniedException for a caller who may not have images brought */
    UpstreamRepository upstream(AuthorizationRequest authorization, RepositoryName name, PullThroughCacheRule rule) {
        policies.requireForRepositories(authorization.on(Occasion.UPSTREAM), List.of(name));
        return upstreams.repository(authorization.registry(), rule, rule.upstreamRepository(name));
    }

    /**
     * Brings an image, and makes the repository for it.
     *
     * @throws EcrException ThrottlingException when the time is over, and another pull goes on; AccessDeniedException,
     *     UnableToGetUpstreamImageException, or what a push throws
     */
    void image(
            AuthorizationRequest authorization, RepositoryName name, PullThroughCacheRule rule, ImageId id, Deadline deadline) {
        deadline.require(UNDER_WAY);
        UpstreamRepository upstream = upstream(authorization, name, rule);
        Manifest manifest = upstream.manifest(
                id.digest().map(Digest::toString).orElseGet(() -> id.tag().orElseThrow().value()), id.digest());
        creation.ensure(authorization, name);
        bring(new Import(authorization.registry(), name, upstream, deadline), manifest, id.tag(), 1);
    }

    /** As {@link #image}, one layer. */
    void layer(AuthorizationRequest authorization, RepositoryName name, PullThroughCacheRule rule, Digest layer) {
        Deadline deadline = Deadline.of(clock);
        UpstreamRepository upstream = upstream(authorization, name, rule);
        long size = upstream.size(layer).orElseThrow(() ->
                new UpstreamException(Reason.UNAVAILABLE, "The upstream registry does not say how long the layer " + layer + " is"));
        creation.ensure(authorization, name);
        layers.bring(authorization.registry(), name, upstream, layer, size, deadline);
    }

    private record Import(Registry registry, RepositoryName name, UpstreamRepository upstream, Deadline deadline) {}

    private void bring(Import into, Manifest manifest, Optional<Tag> tag, int depth) {
        if (depth > DEEPEST) {
            throw new UpstreamException(Reason.UNAVAILABLE, "The upstream registry's index lies too deep in others");
        }
        for (Descriptor child : manifest.children()) {
            into.deadline().require(UNDER_WAY);
            if (images.find(into.registry(), into.name(), List.of(ImageId.of(child.digest()))).get(0).image().isEmpty()) {
                Manifest listed = into.upstream().manifest(child.digest().toString(), Optional.of(child.digest()));
                bring(into, listed, Optional.empty(), depth + 1);
            }
        }
        for (Descriptor layer : manifest.layers()) {
            layers.bring(into.registry(), into.name(), into.upstream(), layer.digest(), layer.size(), into.deadline());
        }
        push(into, manifest, tag);
    }

    private void push(Import into, Manifest manifest, Optional<Tag> tag) {
        try {
            pushes.push(into.registry(), into.name(), manifest, tag);
        } catch (ImageAlreadyExistsException brought) {
            // By another pull at the same moment.
        } catch (InvalidManifestException contradicted) {
            throw new UpstreamException(Reason.UNAVAILABLE,
                    "The upstream registry has an image that is not what it says: " + contradicted.getMessage());
        }
    }
}
