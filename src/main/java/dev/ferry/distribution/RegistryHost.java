package dev.ferry.distribution;

import dev.ferry.registry.Registry;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host names by which ECR tells registries apart: {@code 111122223333.dkr.ecr.us-west-2.amazonaws.com}. */
final class RegistryHost {
    private static final Pattern HOST =
            Pattern.compile("(?<account>[0-9]{12})\\.dkr[.-]ecr\\.(?<region>[0-9a-z-]{2,25})\\.[^/]+");

    private RegistryHost() {}

    /** The registry that a {@code Host} header names, whatever the domain and the port; empty for any other host. */
    static Optional<Registry> registry(String host) {
        Matcher parts = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return parts.matches()
                ? Optional.of(Registry.of(parts.group("account"), parts.group("region")))
                : Optional.empty();
    }
}
