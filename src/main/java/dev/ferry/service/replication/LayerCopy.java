package dev.ferry.service.replication;

import dev.ferry.layers.LayerCopies;
import dev.ferry.layers.LayerStore;
import dev.ferry.registry.Descriptor;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Copies the layers of an image from the bucket of its source to that of a destination, where they are not there yet. */
@ApplicationScoped
public class LayerCopy {
    private static final Logger LOG = Logger.getLogger(LayerCopy.class);

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
     * @param tally         of the replication
     * @return those that it did not have, with their sizes; they are in the destination's bucket now
     * @throws ReplicationRefusedException when one is not there to be copied any more
     */
    Map<Digest, Long> copyMissing(Push push, Registry destination, Manifest manifest, ReadSnapshot atDestination, LayerTally tally) {
        RepositoryKey there = new RepositoryKey(destination.account(), push.repository());
        Map<Digest, Long> brought = new LinkedHashMap<>();
        List<Descriptor> wanted =
                Stream.concat(manifest.layers().stream(), foreignLayersAtSource(push, manifest)).toList();
        for (Descriptor layer : wanted) {
            Digest digest = layer.digest();
            Optional<Long> had = repositoryLayers.size(atDestination, there, digest);
            had.ifPresent(size -> tally.skipped(digest, size));
            if (had.isPresent() || brought.containsKey(digest)) {
                continue;
            }
            OptionalLong present = layers.size(destination, digest);
            if (present.isPresent()) {
                tally.skipped(digest, present.getAsLong());
                brought.put(digest, present.getAsLong());
            } else {
                long size = copy(push, destination, digest);
                tally.copied(digest, size);
                brought.put(digest, size);
            }
        }
        return brought;
    }

    /** Of the layers that can be had elsewhere, those that someone pushed all the same. */
    private Stream<Descriptor> foreignLayersAtSource(Push push, Manifest manifest) {
        if (manifest.foreignLayers().isEmpty()) {
            return Stream.empty();
        }
        Registry source = push.registry();
        RepositoryKey here = new RepositoryKey(source.account(), push.repository());
        ReadSnapshot atSource = tables.get(source.region(), manifest.foreignLayers().stream()
                .map(layer -> ImagesTable.layerKey(here, layer.digest()))
                .toList());
        return manifest.foreignLayers().stream()
                .filter(layer -> repositoryLayers.pullableSize(atSource, here, layer.digest()).isPresent());
    }

    private long copy(Push push, Registry destination, Digest layer) {
        Registry source = push.registry();
        long size = layers.size(source, layer).orElseThrow(() -> new ReplicationRefusedException(
                FailureCode.LAYERS_NOT_FOUND,
                "The layer " + layer + " of " + push.repository() + " is not in the registry " + source + " any more"));
        Instant start = clock.instant();
        copies.copy(source, destination, layer, size);
        LOG.infof("push %s: copied layer %s to %s, %d bytes in %d ms", push.id(), layer, destination, size,
                ChronoUnit.MILLIS.between(start, clock.instant()));
        return size;
    }
}
