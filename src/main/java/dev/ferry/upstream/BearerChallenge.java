package dev.ferry.upstream;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a registry asks for who has no token (Docker's "Token Authentication Specification", {@code WWW-Authenticate}). */
record BearerChallenge(String realm, Optional<String> service, Optional<String> scope) {
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]++)=\"([^\"]*+)\"");
    private static final int LONGEST = 4_096;

    /** The challenge in a header; empty if it is another one, such as {@code Basic}. */
    static Optional<BearerChallenge> parse(String header) {
        if (header.length() > LONGEST || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            parameters.put(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
        }
        return Optional.ofNullable(parameters.get("realm")).map(realm -> new BearerChallenge(
                realm, Optional.ofNullable(parameters.get("service")), Optional.ofNullable(parameters.get("scope"))));
    }
}
