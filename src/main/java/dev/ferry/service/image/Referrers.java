package dev.ferry.service.image;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.repository.Repositories;
import dev.ferry.store.images.ImageReferrers;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.stream.Stream;

/** The signatures, SBOMs and attestations of an image: those whose {@code subject} it is. */
@ApplicationScoped
public class Referrers {
    private final Repositories repositories;
    private final StoredImages images;
    private final ImageReferrers referrers;
    private final Manifests manifests;

    public Referrers(
            Repositories repositories, StoredImages images, ImageReferrers referrers, Manifests manifests) {
        this.repositories = repositories;
        this.images = images;
        this.referrers = referrers;
        this.manifests = manifests;
    }

    /**
     * The referrers of an image that can be pulled, sorted by digest; it need not be in the repository itself. Each is read as the stream is.
     *
     * @param after the digest behind which to begin
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException
     */
    public Stream<Manifest> of(Registry registry, RepositoryName name, Digest subject, Optional<Digest> after) {
        repositories.get(registry, name);
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        return referrers.of(registry.region(), key, subject, after)
                .filter(digest -> !after.equals(Optional.of(digest)))
                .flatMap(digest -> images.image(registry.region(), key, digest).stream())
                .filter(stored -> !stored.image().storage().isArchived())
                .map(stored -> manifests.of(registry, stored));
    }
}
