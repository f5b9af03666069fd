package dev.ferry.service.image;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Page;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.repository.Repositories;
import dev.ferry.store.images.ImageReferrers;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The signatures, SBOMs and attestations of an image: those whose {@code subject} it is. */
@ApplicationScoped
public class Referrers {
    /** How many a page looks at. */
    public static final int LOOKED_AT = 200;
    /** Bytes of manifests, of which an answer has a part; an index that a client will take has at most 4 MiB. */
    private static final int FULL = 1024 * 1024;

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
     * A page of the referrers of an image, sorted by digest; it need not be in the repository itself. It looks at no more than
     * {@value #LOOKED_AT}, for each of them is read, and ends when what it has becomes too much for an answer.
     *
     * @param after  the digest behind which to begin
     * @param wanted which of them the page holds
     * @param size   how many at most
     * @throws dev.ferry.registry.EcrException RepositoryNotFoundException
     */
    public Page<Referrer> page(
            Registry registry, RepositoryName name, Digest subject, Optional<Digest> after, Predicate<Referrer> wanted, int size) {
        Iterator<Referrer> all = all(registry, name, subject, after).iterator();
        List<Referrer> page = new ArrayList<>();
        Optional<String> last = Optional.empty();
        int bytes = 0;
        for (int looked = 0; looked < LOOKED_AT && page.size() < size && bytes < FULL && all.hasNext(); looked++) {
            Referrer referrer = all.next();
            last = Optional.of(referrer.manifest().digest().toString());
            if (wanted.test(referrer)) {
                page.add(referrer);
                bytes += referrer.manifest().bytes().length;
            }
        }
        return new Page<>(page, all.hasNext() ? last : Optional.empty());
    }

    /** Each is read as the stream is. */
    private Stream<Referrer> all(Registry registry, RepositoryName name, Digest subject, Optional<Digest> after) {
        repositories.get(registry, name);
        RepositoryKey key = new RepositoryKey(registry.account(), name);
        return referrers.of(registry.region(), key, subject, after)
                .filter(digest -> !after.equals(Optional.of(digest)))
                .flatMap(digest -> images.image(registry.region(), key, digest).stream())
                .map(stored -> new Referrer(stored.image(), manifests.of(registry, stored)));
    }
}
