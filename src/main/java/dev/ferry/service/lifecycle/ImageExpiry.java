package dev.ferry.service.lifecycle;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.lifecycle.LifecycleAction;
import dev.ferry.registry.lifecycle.LifecycleEvaluation;
import dev.ferry.registry.lifecycle.LifecycleRule;
import dev.ferry.service.image.ImageDeletion;
import dev.ferry.service.image.StorageClasses;
import dev.ferry.store.images.ImageReferrers;
import dev.ferry.store.images.StoredImages;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Takes an image as a lifecycle policy has it, with what refers to it; an expiry is a deletion like any other. One that
 * is archived leaves behind what refers to it. */
@ApplicationScoped
public class ImageExpiry {
    private static final Logger LOG = Logger.getLogger(ImageExpiry.class);

    private final StoredImages images;
    private final ImageReferrers referrers;
    private final ImageDeletion deletion;
    private final StorageClasses storageClasses;

    public ImageExpiry(StoredImages images, ImageReferrers referrers, ImageDeletion deletion,
            StorageClasses storageClasses) {
        this.images = images;
        this.referrers = referrers;
        this.deletion = deletion;
        this.storageClasses = storageClasses;
    }

    /**
     * Takes the image if the policy takes it, as it is by then.
     *
     * @param seen how the image was when it was read
     * @return whether it was taken
     */
    boolean take(Registry registry, RepositoryKey key, Image seen, LifecycleEvaluation evaluation) {
        Optional<LifecycleRule> rule = evaluation.takes(seen);
        rule.ifPresent(taking -> {
            LOG.infof("%s@%s in %s: rule %d of its lifecycle policy takes it", key, seen.digest(), registry.region(),
                    taking.priority());
            Predicate<Image> still = image -> evaluation.takes(image).equals(rule);
            if (taking.action() == LifecycleAction.EXPIRE) {
                expire(registry, key, seen.digest(), still);
            } else {
                storageClasses.archiveIf(registry, key.repository(), seen.digest(), still);
            }
        });
        return rule.isPresent();
    }

    /** What refers to it goes before it, so that whoever is cut off finds the rest again. */
    private void expire(Registry registry, RepositoryKey key, Digest image, Predicate<Image> wanted) {
        if (images.image(registry.region(), key, image).map(StoredImage::image).filter(wanted).isEmpty()) {
            return;
        }
        referrers.of(registry.region(), key, image, Optional.empty())
                .forEach(referrer -> expire(registry, key, referrer, any -> true));
        deletion.deleteIf(registry, key.repository(), image, wanted);
    }
}
