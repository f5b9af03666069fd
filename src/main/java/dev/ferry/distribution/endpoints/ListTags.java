package dev.ferry.distribution.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.distribution.Endpoint;
import dev.ferry.distribution.EndpointRequest;
import dev.ferry.distribution.QueryParameters;
import dev.ferry.distribution.RegistryResponse;
import dev.ferry.distribution.ResourceKind;
import dev.ferry.registry.Page;
import dev.ferry.registry.Tag;
import dev.ferry.service.image.Images;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lists the tags of a repository, {@code n} at a time, behind the tag {@code last}. */
@ApplicationScoped
public class ListTags implements Endpoint {
    /** The most in one answer, and how many there are if {@code n} does not say; a link leads to the others. */
    private static final int MAX = 1_000;

    private final Images images;
    private final Repositories repositories;

    public ListTags(Images images, Repositories repositories) {
        this.images = images;
        this.repositories = repositories;
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.TAGS;
    }

    @Override
    public Set<String> methods() {
        return Set.of("GET");
    }

    @Override
    public RegistryResponse answer(EndpointRequest request) {
        int size = request.query().one("n").map(QueryParameters::number).orElse(MAX);
        Optional<Tag> after = request.query().one("last").filter(last -> !last.isEmpty()).map(EndpointRequest::tag);
        if (size == 0) {
            repositories.get(request.registry(), request.repository());
            return list(request, List.of());
        }
        Page<Tag> page = images.tags(request.registry(), request.repository(), after, Math.min(size, MAX));
        RegistryResponse response = list(request, page.items());
        return page.next().isPresent()
                ? response.with(Headers.LINK, "<" + request.path("tags/list") + "?n=" + Math.min(size, MAX) + "&last="
                        + page.next().get() + ">; rel=\"next\"")
                : response;
    }

    private static RegistryResponse list(EndpointRequest request, List<Tag> page) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", request.repository().value());
        ArrayNode tags = body.putArray("tags");
        page.forEach(tag -> tags.add(tag.value()));
        return RegistryResponse.json(200, "application/json", body);
    }
}
