package dev.ferry.distribution.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.PercentEncoding;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Manifest;
import dev.ferry.registry.Manifest.ImageManifest;
import dev.ferry.registry.MediaTypes;
import dev.ferry.service.image.Referrers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Lists what refers to an image: its signatures, SBOMs and attestations, as an index (OCI distribution specification,
 * "Listing Referrers"), of one {@code artifactType} or of all. A link leads to those for which one answer has no room, or
 * which it did not look at.
 */
@ApplicationScoped
public class ListReferrers implements Endpoint {
    /** An index that a client will take has at most 4 MiB; a single referrer's annotations may come near that. */
    private static final int FULL = 1024 * 1024;
    /** How many one answer looks at, for each of them is read. */
    static final int MAX = 200;

    private final Referrers referrers;

    public ListReferrers(Referrers referrers) {
        this.referrers = referrers;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.REFERRERS;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        Digest subject = request.digest();
        Optional<String> type = request.query().one("artifactType").filter(wanted -> !wanted.isEmpty());
        Optional<Digest> after = request.query().one("last").map(EndpointRequest::digest);
        ObjectNode index = JsonNodeFactory.instance.objectNode()
                .put("schemaVersion", 2)
                .put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode list = index.putArray("manifests");
        Iterator<Manifest> all = referrers.of(request.registry(), request.repository(), subject, after).iterator();
        int size = 0;
        Optional<Digest> last = Optional.empty();
        for (int looked = 0; all.hasNext() && looked < MAX && size < FULL; looked++) {
            Manifest referrer = all.next();
            last = Optional.of(referrer.digest());
            if (type.isEmpty() || type.equals(artifactType(referrer))) {
                ObjectNode descriptor = descriptor(referrer);
                list.add(descriptor);
                size += descriptor.toString().length();
            }
        }
        RegistryResponse response = RegistryResponse.json(200, MediaTypes.OCI_INDEX, index);
        if (type.isPresent()) {
            response = response.with("OCI-Filters-Applied", "artifactType");
        }
        return all.hasNext() ? response.with(Headers.LINK, next(request, subject, last.orElseThrow(), type)) : response;
    }

    private static String next(EndpointRequest request, Digest subject, Digest last, Optional<String> type) {
        return "<" + request.path("referrers/" + subject) + "?last=" + last
                + type.map(wanted -> "&artifactType=" + PercentEncoding.encode(wanted)).orElse("") + ">; rel=\"next\"";
    }

    private static ObjectNode descriptor(Manifest referrer) {
        ObjectNode descriptor = JsonNodeFactory.instance.objectNode()
                .put("mediaType", referrer.mediaType())
                .put("digest", referrer.digest().toString())
                .put("size", referrer.bytes().length);
        artifactType(referrer).ifPresent(type -> descriptor.put("artifactType", type));
        if (!referrer.annotations().isEmpty()) {
            ObjectNode annotations = descriptor.putObject("annotations");
            referrer.annotations().forEach(annotations::put);
        }
        return descriptor;
    }

    /** An image that names no type of its own is of the type of its configuration, be that an ordinary one. */
    private static Optional<String> artifactType(Manifest referrer) {
        return referrer.artifactType().or(() -> referrer instanceof ImageManifest image
                ? Optional.of(image.configuration().mediaType())
                : Optional.empty());
    }
}
