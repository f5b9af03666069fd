package dev.ferry.api;

import dev.ferry.clients.AddressSettings;
import dev.ferry.registry.RegistryHost;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/**
 * Where container tools find the registry that is asked about: at the stack's domain name if it has one, otherwise where the
 * client found Ferry. What is named works as it stands, for login, push and pull.
 */
@ApplicationScoped
public class RegistryAddresses {
    private final Optional<String> domainName;

    public RegistryAddresses(AddressSettings settings) {
        this.domainName = settings.domainName();
    }

    /** The registry's host, with its port if it has one of its own. */
    public String host(OperationRequest request) {
        return RegistryHost.of(request.registry(), domainName.orElse(request.endpoint().host()));
    }

    /** The same as a URL. */
    public String url(OperationRequest request) {
        return (domainName.isPresent() ? "https" : request.endpoint().scheme()) + "://" + host(request);
    }
}
