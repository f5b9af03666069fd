package dev.ferry.distribution.endpoints;

import dev.ferry.distribution.DistributionException;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.OciError;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidLayerPartException;
import dev.ferry.registry.LayerUpload;
import dev.ferry.service.layer.LayerUploads;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** What the endpoints of an upload have in common: which one is meant, how a chunk is added, how far it has come. */
final class Uploads {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Pattern BYTE = Pattern.compile("[0-9]{1,15}");

    private Uploads() {}

    /** @throws DistributionException if the path names something that no upload is called */
    static String id(EndpointRequest request) {
        if (!ID.matcher(request.reference()).matches()) {
            throw new DistributionException(OciError.BLOB_UPLOAD_UNKNOWN,
                    "There is no such upload in the repository " + request.repository());
        }
        return request.reference();
    }

    /**
     * Adds the request's body, at the place that its {@code Content-Range} gives or else behind what has come.
     *
     * @throws DistributionException if that is another place than where the upload goes on, or someone else was first
     */
    static LayerUpload append(LayerUploads uploads, EndpointRequest request, LayerUpload upload) {
        return append(uploads, request, upload, Optional.empty());
    }

    /** @param closing the digest that the request is to complete the upload with */
    static LayerUpload append(
            LayerUploads uploads, EndpointRequest request, LayerUpload upload, Optional<Digest> closing) {
        byte[] chunk = request.body();
        long first = request.header("Content-Range")
                .map(range -> first(range, chunk.length, request, upload))
                .orElse(upload.received());
        return chunk.length == 0
                ? upload
                : orElsewhere(uploads, request, () -> uploads.append(upload, first, chunk, closing));
    }

    /**
     * The upload that is meant, with what came by a lease. If the request has one, it has to be the upload's.
     *
     * @throws DistributionException if someone else was first
     */
    static LayerUpload received(LayerUploads uploads, EndpointRequest request) {
        String id = id(request);
        return orElsewhere(uploads, request, () -> uploads.received(
                request.registry(), request.repository(), id, request.header(Headers.LEASE), firstByte(uploads, request, id)));
    }

    /** Where what follows is to begin, if the request says so. */
    private static Optional<Long> firstByte(LayerUploads uploads, EndpointRequest request, String id) {
        return request.header("Content-Range")
                .map(range -> ContentRange.parse(range).orElseThrow(() ->
                        elsewhere(request, uploads.status(request.registry(), request.repository(), id))).first())
                .or(() -> firstPart(request));
    }

    /** Where the parts are to begin that URLs are asked for, if the request says so. */
    static Optional<Long> firstPart(EndpointRequest request) {
        return request.header(Headers.PART_URLS).filter(BYTE.asMatchPredicate()).map(Long::parseLong);
    }

    /** @throws DistributionException if the upload goes on at another place than the step would, or someone else was first */
    static LayerUpload orElsewhere(LayerUploads uploads, EndpointRequest request, Supplier<LayerUpload> step) {
        try {
            return step.get();
        } catch (InvalidLayerPartException refused) {
            throw elsewhere(request, uploads.status(request.registry(), request.repository(), id(request)));
        }
    }

    /** Whether the request's body may be what the upload ends with, by its length and its {@code Content-Range}. */
    static boolean hasBody(EndpointRequest request, LayerUpload upload) {
        long first = upload.received() - request.body().length;
        return first >= 0
                && request.header("Content-Range")
                        .map(range -> ContentRange.parse(range).filter(named -> named.first() == first).isPresent())
                        .orElse(true);
    }

    private static long first(String header, int length, EndpointRequest request, LayerUpload upload) {
        ContentRange range = ContentRange.parse(header).orElseThrow(() -> elsewhere(request, upload));
        if (range.first() != upload.received()) {
            throw elsewhere(request, upload);
        }
        if (range.length() != length) {
            throw new DistributionException(OciError.SIZE_INVALID, "The Content-Range names " + range.length()
                    + " bytes, but " + length + " were sent");
        }
        return range.first();
    }

    private static DistributionException elsewhere(EndpointRequest request, LayerUpload upload) {
        return new DistributionException(OciError.RANGE_INVALID,
                "The next byte of the upload is " + upload.received() + ", counted from 0", progress(request, upload));
    }

    /** Where to go on, and behind which byte. The specification has no way to say that nothing has come. */
    static Map<String, String> progress(EndpointRequest request, LayerUpload upload) {
        return Map.of(
                Headers.LOCATION, request.path("blobs/uploads/" + upload.id()),
                "Range", "0-" + Math.max(upload.received() - 1, 0),
                "Docker-Upload-UUID", upload.id());
    }

    /** The layer is there. */
    static RegistryResponse created(EndpointRequest request, Digest layer) {
        return RegistryResponse.of(201)
                .with(Headers.LOCATION, request.path("blobs/" + layer))
                .with(Headers.DIGEST, layer.toString());
    }
}
