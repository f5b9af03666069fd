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
import dev.ferry.registry.MediaTypes;
import dev.ferry.registry.Page;
import dev.ferry.service.image.Referrer;
import dev.ferry.service.image.Referrers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;

/**
 * Lists what refers to an image: its signatures, SBOMs and attestations, as an index (OCI distribution specification,
 * "Listing Referrers"), of one {@code artifactType} or of all. A link leads to those for which one answer has no room, or
 * which it did not look at.
 */
@ApplicationScoped
public class ListReferrers implements Endpoint {
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
        Page<Referrer> page = referrers.page(request.registry(), request.repository(), subject, after,
                referrer -> !referrer.image().storage().isArchived() && (type.isEmpty() || type.equals(referrer.artifactType())),
                Referrers.LOOKED_AT);
        page.items().forEach(referrer -> list.add(descriptor(referrer)));
        RegistryResponse response = RegistryResponse.json(200, MediaTypes.OCI_INDEX, index);
        if (type.isPresent()) {
            response = response.with("OCI-Filters-Applied", "artifactType");
        }
        for (String last : page.next().stream().toList()) {
            response = response.with(Headers.LINK, next(request, subject, last, type));
        }
        return response;
    }

    private static String next(EndpointRequest request, Digest subject, String last, Optional<String> type) {
        return "<" + request.path("referrers/" + subject) + "?last=" + last
                + type.map(wanted -> "&artifactType=" + PercentEncoding.encode(wanted)).orElse("") + ">; rel=\"next\"";
    }

    private static ObjectNode descriptor(Referrer referrer) {
        Manifest manifest = referrer.manifest();
        ObjectNode descriptor = JsonNodeFactory.instance.objectNode()
                .put("mediaType", manifest.mediaType())
                .put("digest", manifest.digest().toString())
                .put("size", manifest.bytes().length);
        referrer.artifactType().ifPresent(type -> descriptor.put("artifactType", type));
        if (!manifest.annotations().isEmpty()) {
            ObjectNode annotations = descriptor.putObject("annotations");
            manifest.annotations().forEach(annotations::put);
        }
        return descriptor;
    }
}
