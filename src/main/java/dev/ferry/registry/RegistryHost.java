package dev.ferry.registry;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host names by which ECR tells registries apart: {@code 111122223333.dkr.ecr.us-west-2.amazonaws.com}. */
public final class RegistryHost {
    private static final String ANY = "*";
    private static final Pattern HOST = Pattern.compile(
            "(?<account>[0-9]{12}|[*])\\.(?<service>dkr[.-]ecr)\\.(?<region>[0-9a-z-]{2,25})\\.(?<domain>[^/]+)",
            Pattern.CASE_INSENSITIVE);

    private RegistryHost() {}

    /** The registry that a {@code Host} header names, whatever the domain and the port; empty for any other host. */
    public static Optional<Registry> registry(String host) {
        Matcher parts = HOST.matcher(host);
        return parts.matches() && !parts.group("account").equals(ANY)
                ? Optional.of(Registry.of(parts.group("account"), parts.group("region").toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }

    /**
     * The host at which a registry is found, given one at which Ferry is.
     *
     * @param host that of any registry, or of all ({@code *.dkr.ecr.us-west-2.example.com}), which becomes that of this one;
     *             or another, at which the registry is told from the token of whoever logs in
     */
    public static String of(Registry registry, String host) {
        Matcher parts = HOST.matcher(host);
        return parts.matches()
                ? registry.account() + "." + parts.group("service") + "." + registry.region() + "." + parts.group("domain")
                : host;
    }
}
