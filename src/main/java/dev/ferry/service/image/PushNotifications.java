package dev.ferry.service.image;

import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.StoredImage;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagState;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.service.LogFields;
import dev.ferry.store.Contention;
import dev.ferry.store.ItemKey;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.SettingsTable;
import dev.ferry.store.Tables;
import dev.ferry.store.Write;
import dev.ferry.store.images.ImageTags;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.LastPushes;
import dev.ferry.store.images.StoredImages;
import dev.ferry.store.replications.PushRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/** Records a push that something else tells of, once for each notification. */
@ApplicationScoped
public class PushNotifications {
    private static final Logger LOG = Logger.getLogger(PushNotifications.class);

    private final Tables tables;
    private final SettingsTable settings;
    private final StoredImages images;
    private final ImageTags tags;
    private final LastPushes lastPushes;
    private final PushRecords pushes;

    public PushNotifications(
            Tables tables, SettingsTable settings, StoredImages images, ImageTags tags, LastPushes lastPushes,
            PushRecords pushes) {
        this.tables = tables;
        this.settings = settings;
        this.images = images;
        this.tags = tags;
        this.lastPushes = lastPushes;
        this.pushes = pushes;
    }

    /**
     * @return the push, which another delivery of the same notification may have recorded
     * @throws UnknownImageException when the registry does not hold the image
     */
    public PushId record(ImageNotification notification) {
        return Contention.retry(() -> tryRecord(notification));
    }

    private PushId tryRecord(ImageNotification notification) {
        Registry registry = notification.registry();
        RepositoryKey repository = new RepositoryKey(registry.account(), notification.repository());
        List<ItemKey> wanted = new ArrayList<>();
        wanted.add(SettingsTable.replicationKey(registry.account()));
        wanted.add(ImagesTable.imageKey(repository, notification.digest()));
        notification.tag().ifPresent(tag -> wanted.add(ImagesTable.tagKey(repository, tag)));
        ReadSnapshot items = tables.get(registry.region(), wanted);
        StoredImage image = images.image(items, repository, notification.digest())
                .orElseThrow(() -> new UnknownImageException(notification));
        // A tag that has moved on since is not this push's any more; the image goes without it.
        Optional<TagState> tag = notification.tag()
                .map(name -> tags.tag(items, repository, name))
                .filter(state -> state.digest().equals(Optional.of(notification.digest())));
        Optional<Tag> pushed = tag.flatMap(state -> notification.tag());
        Push push = new Push(
                notification.push(),
                registry,
                notification.repository(),
                notification.digest(),
                pushed,
                tag.map(state -> OptionalLong.of(state.version())).orElseGet(OptionalLong::empty),
                notification.time(),
                Plan.of(settings.replication(items, registry.account()), notification.repository(), pushed),
                image.deletions());
        LogFields.set(push.id());
        List<Write> writes = new ArrayList<>();
        writes.add(pushes.record(push, RecordedBeforeException::new));
        lastPushes.recorded(items, ImagesTable.imageKey(repository, push.digest()), push.id()).ifPresent(writes::add);
        push.tag().flatMap(name -> lastPushes.recorded(items, ImagesTable.tagKey(repository, name), push.id()))
                .ifPresent(writes::add);
        try {
            tables.commit(registry.region(), writes);
            LOG.infof("push %s: notified of %s/%s@%s, to %s", push.id(), registry, push.repository(), push.digest(),
                    push.plan().destinations());
        } catch (RecordedBeforeException repeated) {
            LOG.infof("push %s: the notification %s was recorded before", push.id(), notification.id());
        }
        return push.id();
    }

    private static final class RecordedBeforeException extends RuntimeException {
        RecordedBeforeException() {
            super("the notification was recorded before");
        }
    }

    /** A notification about an image that the registry does not hold. */
    public static final class UnknownImageException extends RuntimeException {
        UnknownImageException(ImageNotification notification) {
            super("the notification " + notification.id() + " tells of the image " + notification.repository() + "@"
                    + notification.digest() + ", which the registry " + notification.registry() + " does not hold");
        }
    }
}
