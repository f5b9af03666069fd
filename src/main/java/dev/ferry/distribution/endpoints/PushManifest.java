package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageAlreadyExistsException;
import dev.ferry.registry.ImageWithoutLayersException;
import dev.ferry.registry.InvalidManifestException;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.ManifestReader;
import dev.ferry.registry.Tag;
import dev.ferry.service.image.ImagePush;
import dev.ferry.service.repository.CreateOnPush;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Pushes an image, as {@code PutImage} does. Pushing again what is there already is a success here, and no push. By digest
 * it may come with tags ({@code ?tag=}), each of which is a push of its own, like an image that is pushed under two tags.
 */
@ApplicationScoped
public class PushManifest implements Endpoint {
    /** How many tags one request may give. */
    private static final int MAX_TAGS = 10;

    private final ImagePush pushes;
    private final CreateOnPush creation;

    public PushManifest(ImagePush pushes, CreateOnPush creation) {
        this.pushes = pushes;
        this.creation = creation;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.MANIFEST;
    }

    @Override
    public Set<String> methods() {
        return Set.of("PUT");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        Optional<Digest> expected = request.namesDigest() ? Optional.of(request.digest()) : Optional.empty();
        List<Tag> tags = tags(request);
        Manifest manifest = manifest(request, expected.map(Digest::algorithm).orElse(Digest.Algorithm.SHA256));
        expected.filter(digest -> !digest.equals(manifest.digest())).ifPresent(digest -> {
            throw new DistributionException(OciError.DIGEST_INVALID,
                    "The manifest was pushed as " + digest + " but has the digest " + manifest.digest());
        });
        if (tags.isEmpty()) {
            push(request, manifest, Optional.empty());
        }
        tags.forEach(tag -> push(request, manifest, Optional.of(tag)));
        RegistryResponse response = RegistryResponse.of(201)
                .with(Headers.LOCATION, request.path("manifests/" + manifest.digest()))
                .with(Headers.DIGEST, manifest.digest().toString());
        if (request.namesDigest() && !tags.isEmpty()) {
            response = response.with("OCI-Tag", String.join(", ", tags.stream().map(Tag::value).toList()));
        }
        return manifest.subject().isPresent()
                ? response.with("OCI-Subject", manifest.subject().get().digest().toString())
                : response;
    }

    private static List<Tag> tags(EndpointRequest request) {
        if (!request.namesDigest()) {
            return List.of(request.tag());
        }
        List<Tag> tags = request.query().all("tag").stream().map(EndpointRequest::tag).distinct().toList();
        if (tags.size() > MAX_TAGS) {
            throw new DistributionException(
                    OciError.TAG_INVALID, "An image can be pushed with at most " + MAX_TAGS + " tags at once");
        }
        return tags;
    }

    private void push(EndpointRequest request, Manifest manifest, Optional<Tag> tag) {
        try {
            creation.push(request.authorization(), request.repository(),
                    () -> pushes.push(request.registry(), request.repository(), manifest, tag));
        } catch (ImageAlreadyExistsException repeated) {
            // To push what is there already succeeds, as OCI has it, but not under a tag that is immutable.
            repeated.ofTag().ifPresent(refused -> {
                throw refused;
            });
        } catch (ImageWithoutLayersException refused) {
            throw new DistributionException(OciError.UNSUPPORTED, ImageWithoutLayersException.CONSTRAINT);
        } catch (InvalidManifestException invalid) {
            throw new DistributionException(OciError.MANIFEST_INVALID, invalid.getMessage());
        }
    }

    private static Manifest manifest(EndpointRequest request, Digest.Algorithm algorithm) {
        if (request.body().length > Manifest.MAX_BYTES) {
            throw new DistributionException(OciError.MANIFEST_TOO_LARGE, "An image manifest can have at most "
                    + Manifest.MAX_BYTES + " bytes, not " + request.body().length);
        }
        try {
            return ManifestReader.read(request.body(), mediaType(request), algorithm);
        } catch (InvalidManifestException invalid) {
            throw new DistributionException(OciError.MANIFEST_INVALID, invalid.getMessage());
        }
    }

    private static Optional<String> mediaType(EndpointRequest request) {
        return request.header("Content-Type").map(type -> type.split(";", 2)[0].strip()).filter(type -> !type.isEmpty());
    }
}
