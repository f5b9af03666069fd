package dev.ferry.service.replication;

import dev.ferry.layers.LayerCopies;
import dev.ferry.layers.LayerStore;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.store.ReadSnapshot;
import dev.ferry.store.Tables;
import dev.ferry.store.images.ImagesTable;
import dev.ferry.store.images.RepositoryLayers;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Copies the layers of an image from the bucket of its source to that of a destination, where they are not there yet. */
@ApplicationScoped
public class LayerCopy {
    private static final Logger LOG = Logger.getLogger(LayerCopy.class);

    /**
     * The most that is copied without a question whether it is there, in bytes. S3 refuses to copy over what is there, but does not
     * promise to do so before it has moved the bytes; a larger layer is one that repositories share more often.
     */
    private static final long COPIED_UNASKED = 8L * 1024 * 1024;

    private final Tables tables;
    private final RepositoryLayers repositoryLayers;
    private final LayerStore layers;
    private final LayerCopies copies;
    private final Clock clock;

    public LayerCopy(
            Tables tables, RepositoryLayers repositoryLayers, LayerStore layers, LayerCopies copies, Clock clock) {
        this.tables = tables;
        this.repositoryLayers = repositoryLayers;
        this.layers = layers;
        this.copies = copies;
        this.clock = clock;
    }

    /**
     * Brings what the destination's repository does not have of the image's layers.
     *
     * @param atDestination where the layers of the repository were looked up
     * @param tally         of the replication, which knows what it has brought before
     * @return those that it did not have, with their sizes; they are in the destination's bucket now
     * @throws ReplicationRefusedException when one is not there to be copied any more
     */
    Map<Digest, Long> copyMissing(Push push, Registry destination, Manifest manifest, ReadSnapshot atDestination, LayerTally tally) {
        RepositoryKey there = new RepositoryKey(destination.account(), push.repository());
        Map<Digest, Long> brought = new LinkedHashMap<>();
        sizesAtSource(push, manifest).forEach((layer, size) -> repositoryLayers.size(atDestination, there, layer).ifPresentOrElse(
                had -> tally.skipped(layer, had),
                () -> {
                    if (!tally.hasCopied(layer)) {
                        bring(push, destination, layer, size, tally);
                    }
                    brought.put(layer, size);
                }));
        return brought;
    }

    /**
     * The layers that are replicated, in order, with their sizes: those of the manifest, which was compared with them when it was
     * pushed, and of those that can be had elsewhere the ones that someone pushed all the same.
     */
    private Map<Digest, Long> sizesAtSource(Push push, Manifest manifest) {
        Map<Digest, Long> sizes = new LinkedHashMap<>();
        manifest.layers().forEach(layer -> sizes.put(layer.digest(), layer.size()));
        if (!manifest.foreignLayers().isEmpty()) {
            Registry source = push.registry();
            RepositoryKey here = new RepositoryKey(source.account(), push.repository());
            ReadSnapshot atSource = tables.get(source.region(), manifest.foreignLayers().stream()
                    .map(layer -> ImagesTable.layerKey(here, layer.digest()))
                    .toList());
            manifest.foreignLayers().forEach(layer -> repositoryLayers.pullableSize(atSource, here, layer.digest())
                    .ifPresent(size -> sizes.put(layer.digest(), size)));
        }
        return sizes;
    }

    /** Has the destination's bucket hold a layer. */
    private void bring(Push push, Registry destination, Digest layer, long size, LayerTally tally) {
        if (size > COPIED_UNASKED && layers.size(destination, layer).isPresent() || !copy(push, destination, layer, size)) {
            tally.skipped(layer, size);
        } else {
            tally.copied(layer, size);
        }
    }

    /** @return false if it was there already */
    private boolean copy(Push push, Registry destination, Digest layer, long size) {
        Registry source = push.registry();
        Instant start = clock.instant();
        try {
            boolean copied = copies.copy(source, destination, layer, size);
            LOG.infof("push %s: %s layer %s to %s, %d bytes in %d ms", push.id(), copied ? "copied" : "did not have to copy", layer,
                    destination, size, ChronoUnit.MILLIS.between(start, clock.instant()));
            return copied;
        } catch (RuntimeException failed) { // whatever it is, another try is of no use if there is nothing to copy
            if (layers.size(destination, layer).isPresent()) {
                return false;
            }
            if (layers.size(source, layer).isEmpty()) {
                throw isGone(push, layer);
            }
            throw failed;
        }
    }

    private static ReplicationRefusedException isGone(Push push, Digest layer) {
        return new ReplicationRefusedException(FailureCode.LAYERS_NOT_FOUND,
                "The layer " + layer + " of " + push.repository() + " is not in the registry " + push.registry() + " any more");
    }
}
