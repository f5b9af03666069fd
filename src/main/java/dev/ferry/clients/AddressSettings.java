package dev.ferry.clients;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What {@code template.yaml} tells the function that names registries of where they are, in the variables {@code FERRY_…}. */
@ConfigMapping(prefix = "ferry")
public interface AddressSettings {
    /**
     * The stack's domain name: a host, or {@code *.dkr.ecr.us-west-2.example.com} for a host a registry. Without it a
     * registry is where the client asked for it.
     */
    Optional<String> domainName();
}
