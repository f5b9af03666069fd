package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.policy.Occasion;
import dev.ferry.registry.AccessDeniedException;
import dev.ferry.registry.Digest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.access.ResourcePolicies;
import dev.ferry.service.account.AccountSettings;
import dev.ferry.service.layer.LayerCompletion;
import dev.ferry.service.layer.LayerSources;
import dev.ferry.service.layer.LayerUploads;
import dev.ferry.service.layer.Layers;
import dev.ferry.service.layer.OpenUploads;
import dev.ferry.service.repository.CreateOnPush;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Begins an upload. With {@code mount} the layer is taken from another repository if it is there; with {@code digest} the
 * body is all of the layer.
 */
@ApplicationScoped
public class StartUpload implements Endpoint {
    private final Layers layers;
    private final LayerUploads uploads;
    private final LayerCompletion completion;
    private final OpenUploads open;
    private final LayerSources sources;
    private final ResourcePolicies policies;
    private final CreateOnPush creation;
    private final AccountSettings settings;

    public StartUpload(
            Layers layers,
            LayerUploads uploads,
            LayerCompletion completion,
            OpenUploads open,
            LayerSources sources,
            ResourcePolicies policies,
            CreateOnPush creation,
            AccountSettings settings) {
        this.layers = layers;
        this.uploads = uploads;
        this.completion = completion;
        this.open = open;
        this.sources = sources;
        this.policies = policies;
        this.creation = creation;
        this.settings = settings;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.UPLOADS;
    }

    @Override
    public Set<String> methods() {
        return Set.of("POST");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        return creation.push(
                request.authorization(), request.repository(), request.seen(), repository -> start(request, repository));
    }

    private RegistryResponse start(EndpointRequest request, Repository repository) {
        Optional<Digest> mount = request.query().one("mount").map(EndpointRequest::digest);
        if (mount.isPresent() && isMounted(request, mount.get())) {
            return Uploads.created(request, mount.get());
        }
        requireKnownAlgorithm(request);
        String countedAs = open.requireRoom(request.registry(), request.caller());
        Optional<Digest> digest = request.query().one("digest").map(EndpointRequest::digest);
        if (digest.isPresent()) {
            return upload(request, repository, countedAs, digest.get());
        }
        LayerUpload upload = uploads.begin(repository, countedAs);
        return RegistryResponse.of(202).withAll(Uploads.progress(request, Uploads.append(uploads, request, upload)));
    }

    private RegistryResponse upload(EndpointRequest request, Repository repository, String countedAs, Digest layer) {
        LayerUpload upload = uploads.begin(repository, countedAs);
        try {
            completion.finish(Uploads.append(uploads, request, upload), layer);
        } catch (EcrException | DistributionException refused) {
            // Nobody was told of the upload, so nobody can go on with it.
            uploads.cancelIfOpen(upload);
            throw refused;
        }
        return Uploads.created(request, layer);
    }

    /** Without {@code from}, the layer is looked for. */
    private boolean isMounted(EndpointRequest request, Digest layer) {
        if (!settings.allowMounting(request.registry())) {
            return false;
        }
        List<RepositoryName> candidates = request.query().one("from")
                .map(from -> List.of(name(from)))
                .orElseGet(() -> sources.of(request.registry(), layer));
        return candidates.stream()
                .filter(from -> mayRead(request, from))
                .anyMatch(from -> layers.mount(request.registry(), from, request.repository(), layer));
    }

    /** Who may not read there is told the same as if the layer were not there. */
    private boolean mayRead(EndpointRequest request, RepositoryName from) {
        try {
            policies.requireForRepositories(request.authorization().on(Occasion.MOUNT_SOURCE), List.of(from));
            return true;
        } catch (AccessDeniedException denied) {
            return false;
        }
    }

    private static RepositoryName name(String text) {
        try {
            return new RepositoryName(text);
        } catch (InvalidValueException invalid) {
            throw new DistributionException(OciError.NAME_INVALID, "The repository to mount from " + invalid.getMessage());
        }
    }

    private static void requireKnownAlgorithm(EndpointRequest request) {
        request.query().one("digest-algorithm")
                .filter(named -> Arrays.stream(Digest.Algorithm.values()).noneMatch(known -> known.prefix().equals(named)))
                .ifPresent(unknown -> {
                    throw new DistributionException(
                            OciError.DIGEST_INVALID, "The digest-algorithm must be sha256 or sha512");
                });
    }
}
