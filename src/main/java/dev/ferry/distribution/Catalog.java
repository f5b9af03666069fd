package dev.ferry.distribution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.policy.Occasion;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Page;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.access.AuthorizationRequest;
import dev.ferry.service.access.ResourcePolicies;
import dev.ferry.service.repository.Repositories;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lists the registry's repositories, {@code n} at a time, behind the one called {@code last}: those that the caller may
 * describe. So an answer may have fewer than {@code n}, or none, and a link to more.
 */
@ApplicationScoped
public class Catalog {
    /** How many repositories one answer looks at, and how many if {@code n} does not say. */
    static final int MAX = 100;

    private static final String ENDPOINT = "GET " + ResourceKind.CATALOG.path();

    private final Repositories repositories;
    private final ResourcePolicies policies;

    public Catalog(Repositories repositories, ResourcePolicies policies) {
        this.repositories = repositories;
        this.policies = policies;
    }

    RegistryResponse answer(Session session, QueryParameters query) {
        int size = Math.min(query.one("n").map(QueryParameters::number).orElse(MAX), MAX);
        Optional<RepositoryName> last = query.one("last").filter(text -> !text.isEmpty()).map(Catalog::name);
        if (size == 0) {
            return list(List.of());
        }
        Page<Repository> page = repositories.page(session.registry(), last, size);
        AuthorizationRequest authorization = new AuthorizationRequest(session.caller(), ENDPOINT,
                Set.of(Occasion.LISTED), session.registry(), session.origin().conditionKeys());
        RegistryResponse response = list(policies.allowed(
                authorization, page.items().stream().map(Repository::name).toList()));
        return page.next()
                .map(next -> response.with("Link", "</v2/_catalog?n=" + size + "&last=" + PercentEncoding.encode(next)
                        + ">; rel=\"next\""))
                .orElse(response);
    }

    private static RegistryResponse list(List<RepositoryName> names) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode list = body.putArray("repositories");
        names.forEach(name -> list.add(name.value()));
        return RegistryResponse.json(200, "application/json", body);
    }

    private static RepositoryName name(String text) {
        try {
            return new RepositoryName(text);
        } catch (InvalidValueException invalid) {
            throw new DistributionException(OciError.NAME_INVALID, "The parameter last " + invalid.getMessage());
        }
    }
}
