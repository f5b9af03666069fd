package dev.ferry.layers;

import dev.ferry.layers.LayerChunks.UploadEndedException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.PartNumbers;
import dev.ferry.registry.RegionName;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.Part;

/**
 * Lets a writer put the parts of a layer into S3 without a byte passing through here. What has come of them is what S3 says.
 * Each lease has numbers of its own, so that a writer who was overtaken replaces nothing.
 */
@ApplicationScoped
public class LeasedParts {
    /** Of an upload's first lease; the writer asks again for more. */
    private static final int FIRST = 16;
    /** A later lease is for as many as came before, so that a large layer takes few, but for no more than this. */
    private static final int MOST = 64;

    private final LayerStore store;
    private final LayerChunks chunks;

    public LeasedParts(LayerStore store, LayerChunks chunks) {
        this.store = store;
        this.chunks = chunks;
    }

    /**
     * The URLs that a lease comes to, for {@link LayerStore#TRANSFER_TIME}.
     *
     * @param parts  where parts can be put, one after the other, each of 5 MiB or more
     * @param rest   where what is too little for a part can be put, behind them
     * @param staged what is to come before the first of them
     */
    public record Urls(List<String> parts, String rest, Optional<String> staged) {}

    /**
     * The upload with a lease for one more writer, who has it when the caller has committed it.
     *
     * @param upload without a lease
     * @return empty if S3 takes no further part of it
     */
    public Optional<LayerUpload> lease(LayerUpload upload) {
        int first = upload.parts().next();
        int wanted = Math.min(MOST, Math.max(FIRST, upload.parts().count()));
        int count = Math.min(wanted, PartNumbers.HIGHEST - first); // one more is for the rest
        if (count <= 0) {
            return Optional.empty();
        }
        String id = UUID.randomUUID().toString();
        return Optional.of(upload.leased(chunks.multipart(upload),
                new LayerUpload.Lease(id, first, count, LayerChunks.key(upload) + "/" + id)));
    }

    public Urls urls(LayerUpload upload) {
        LayerUpload.Lease lease = upload.lease().orElseThrow();
        RegionName region = upload.registry().region();
        return new Urls(
                IntStream.range(lease.first(), lease.first() + lease.count())
                        .mapToObj(number -> store.partUrl(region, LayerChunks.key(upload), upload.multipart().orElseThrow(), number))
                        .toList(),
                store.writingUrl(region, lease.rest()),
                upload.staged().map(staged -> store.readingUrl(region, staged.key())));
    }

    /**
     * The upload with what came by its lease, which ends.
     *
     * @param byHolder whether the holder ends it, who sends nothing more; else what still comes is not counted
     * @throws UploadEndedException when a completion joined what had come before, or took it away
     */
    public LayerUpload received(LayerUpload upload, boolean byHolder) {
        if (upload.lease().isEmpty()) {
            return upload;
        }
        LayerUpload.Lease lease = upload.lease().get();
        List<Part> parts = inOrder(upload, lease);
        OptionalLong rest = store.size(upload.registry().region(), lease.rest());
        PartNumbers numbers = upload.parts().with(lease.first(), parts.size())
                .withNext(lease.first() + (byHolder ? parts.size() : lease.count()));
        // What was staged before is in the first of what came.
        boolean hasRest = rest.isPresent() && rest.getAsLong() < LayerChunks.MIN_PART;
        if (parts.isEmpty() && !hasRest) {
            return upload.receivedUpTo(upload.received(), upload.multipart(), numbers, upload.staged());
        }
        long inParts = upload.received() - upload.staged().map(LayerUpload.Staged::size).orElse(0L)
                + parts.stream().mapToLong(Part::size).sum();
        return hasRest
                ? upload.receivedUpTo(inParts + rest.getAsLong(), upload.multipart(), numbers,
                        Optional.of(new LayerUpload.Staged(lease.rest(), rest.getAsLong(), Optional.empty())))
                : upload.receivedUpTo(inParts, upload.multipart(), numbers, Optional.empty());
    }

    /** What came by the lease without a gap, of parts that S3 can join. */
    private List<Part> inOrder(LayerUpload upload, LayerUpload.Lease lease) {
        RegionName region = upload.registry().region();
        List<Part> parts;
        try {
            parts = store.in(region)
                    .listParts(list -> list.bucket(store.bucket(region)).key(LayerChunks.key(upload))
                            .uploadId(upload.multipart().orElseThrow())
                            .partNumberMarker(lease.first() - 1).maxParts(lease.count()))
                    .parts();
        } catch (NoSuchUploadException joined) {
            throw new UploadEndedException(joined);
        }
        int count = 0;
        while (count < Math.min(parts.size(), lease.count())
                && parts.get(count).partNumber() == lease.first() + count
                && parts.get(count).size() >= LayerChunks.MIN_PART) {
            count++;
        }
        return parts.subList(0, count);
    }
}
