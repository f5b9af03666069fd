package dev.ferry.distribution;

import dev.ferry.identity.Caller;
import dev.ferry.identity.HttpRequest;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequestOrigin;
import dev.ferry.registry.Digest;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.service.access.AuthorizationRequest;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;

/**
 * A request about a repository, of a caller who may make it.
 *
 * @param endpoint  as {@link dev.ferry.policy.RequiredActions} names it
 * @param reference the last part of the path, as text
 * @param headers   by names in any case
 * @param body      not copied
 * @param seen      the repository, if it was there when the request was authorized
 */
public record EndpointRequest(
        Caller caller,
        RequestOrigin origin,
        Registry registry,
        String endpoint,
        RepositoryName repository,
        String reference,
        QueryParameters query,
        Map<String, String> headers,
        byte[] body,
        Optional<Repository> seen) {

    static EndpointRequest of(
            HttpRequest request, Session session, RepositoryName repository, Resource resource) {
        return new EndpointRequest(session.caller(), session.origin(), session.registry(),
                request.method() + " " + resource.kind().path(), repository,
                resource.reference(), QueryParameters.parse(request.query()), request.headers(), request.body(), Optional.empty());
    }

    /** The same when it has been authorized. */
    EndpointRequest authorized(Optional<Repository> there) {
        return new EndpointRequest(caller, origin, registry, endpoint, repository, reference, query, headers, body, there);
    }

    /** This request as policies see it, for what it comes to by what is in it. */
    public AuthorizationRequest authorization() {
        EnumSet<Occasion> occasions = EnumSet.of(Occasion.ALWAYS);
        if (body.length > 0) {
            occasions.add(Occasion.BODY);
        }
        if (!query.all("digest").isEmpty()) {
            occasions.add(Occasion.DIGEST);
        }
        if (!query.all("mount").isEmpty()) {
            occasions.add(Occasion.MOUNT);
        }
        return new AuthorizationRequest(caller, endpoint, occasions, registry, origin.conditionKeys());
    }

    /** The path of something of the repository, such as {@code blobs/sha256:…}. */
    public String path(String rest) {
        return "/v2/" + repository + "/" + rest;
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** @throws DistributionException if the reference is no digest */
    public Digest digest() {
        return digest(reference);
    }

    /** Whether the reference is a digest, rather than a tag, which has no colon. */
    public boolean namesDigest() {
        return reference.contains(":");
    }

    /** @throws DistributionException if the reference is no tag */
    public Tag tag() {
        return tag(reference);
    }

    /** @throws DistributionException if the text is no tag */
    public static Tag tag(String text) {
        try {
            return new Tag(text);
        } catch (InvalidValueException invalid) {
            throw new DistributionException(OciError.TAG_INVALID, "An image tag " + invalid.getMessage());
        }
    }

    /** @throws DistributionException if the text is no digest */
    public static Digest digest(String text) {
        try {
            return Digest.parse(text);
        } catch (InvalidValueException invalid) {
            throw new DistributionException(OciError.DIGEST_INVALID, "A digest " + invalid.getMessage());
        }
    }
}
