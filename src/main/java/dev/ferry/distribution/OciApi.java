package dev.ferry.distribution;

import dev.ferry.clients.FullStorage;
import dev.ferry.identity.HttpRequest;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryName;
import dev.ferry.service.access.AccountThrottle;
import dev.ferry.service.access.ResourcePolicies;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Where every request of a container tool comes in: finds out who asks, what for and whether the policies allow it, and
 * has the endpoint answer. Whatever happens, there is an answer in OCI's form.
 */
@ApplicationScoped
public class OciApi {
    private static final Logger LOG = Logger.getLogger(OciApi.class);
    private static final Map<String, String> VERSION = Map.of("Docker-Distribution-API-Version", "registry/2.0");
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final List<Endpoint> endpoints;
    private final Login login;
    private final AccountThrottle throttle;
    private final ResourcePolicies policies;
    private final Catalog catalog;

    public OciApi(
            @All List<Endpoint> endpoints, Login login, AccountThrottle throttle, ResourcePolicies policies,
            Catalog catalog) {
        this.endpoints = List.copyOf(endpoints);
        this.login = login;
        this.throttle = throttle;
        this.policies = policies;
        this.catalog = catalog;
    }

    /** Answers a request; throws nothing. */
    public RegistryResponse answer(HttpRequest request) {
        RegistryResponse response = answerOrError(request).withAll(VERSION);
        return request.method().equals("HEAD") ? response.withoutBody() : response;
    }

    private RegistryResponse answerOrError(HttpRequest request) {
        try {
            return answerOnly(request);
        } catch (EcrException refused) {
            if (refused.code() == ErrorCode.THROTTLING) {
                return RegistryResponse.error(tooManyRequests(refused.getMessage(), Duration.ofSeconds(1)));
            }
            DistributionException error = Login.challenged(ErrorMapper.of(refused));
            if (error.error() == OciError.UNKNOWN) {
                LOG.errorf(refused, "%s %s failed", request.method(), request.path());
            }
            return RegistryResponse.error(error);
        } catch (DistributionException error) {
            return RegistryResponse.error(error);
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            LOG.errorf(failure, "%s %s failed", request.method(), request.path());
            return RegistryResponse.error(new DistributionException(OciError.UNKNOWN, FullStorage.caused(failure)
                    ? FullStorage.MESSAGE
                    : "The request failed on the server's side. Try again."));
        }
    }

    private static DistributionException tooManyRequests(String message, Duration wait) {
        String seconds = Long.toString(wait.plusMillis(999).toSeconds());
        return new DistributionException(OciError.TOO_MANY_REQUESTS, message, Map.of("Retry-After", seconds));
    }

    private RegistryResponse answerOnly(HttpRequest request) {
        Session session = login.session(request);
        throttle.admit(session.registry().region(), session.caller()).ifPresent(wait -> {
            throw tooManyRequests("Rate exceeded", wait);
        });
        Resource resource = Resource.of(request.path()).orElseThrow(() ->
                new DistributionException(OciError.NOT_FOUND, "The registry has nothing under this path"));
        if (resource.kind() == ResourceKind.BASE) {
            requireMethod(request, READS);
            return RegistryResponse.of(200);
        }
        if (resource.kind() == ResourceKind.CATALOG) {
            requireMethod(request, READS);
            return catalog.answer(session, QueryParameters.parse(request.query()));
        }
        Endpoint endpoint = endpoint(request, resource);
        EndpointRequest asked = EndpointRequest.of(request, session, repository(resource), resource);
        List<Repository> there = policies.requireForRepositories(asked.authorization(), List.of(asked.repository()));
        return endpoint.answer(asked.authorized(there.stream().findFirst()));
    }

    private Endpoint endpoint(HttpRequest request, Resource resource) {
        List<Endpoint> ofKind =
                endpoints.stream().filter(endpoint -> endpoint.kind() == resource.kind()).toList();
        Set<String> methods = new TreeSet<>();
        ofKind.forEach(endpoint -> methods.addAll(endpoint.methods()));
        requireMethod(request, methods);
        return ofKind.stream()
                .filter(endpoint -> endpoint.methods().contains(request.method()))
                .findFirst()
                .orElseThrow();
    }

    private static void requireMethod(HttpRequest request, Set<String> methods) {
        if (!methods.contains(request.method())) {
            throw new DistributionException(OciError.UNSUPPORTED, "This path takes " + String.join(", ", methods) + " only",
                    Map.of("Allow", String.join(", ", methods)));
        }
    }

    private static RepositoryName repository(Resource resource) {
        try {
            return new RepositoryName(resource.repository());
        } catch (InvalidValueException invalid) {
            throw new DistributionException(OciError.NAME_INVALID, "A repository's name " + invalid.getMessage());
        }
    }
}
