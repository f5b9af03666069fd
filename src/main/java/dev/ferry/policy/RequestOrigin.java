package dev.ferry.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where a request came from, as its transport tells: what policies ask for with {@code aws:SourceIp},
 * {@code aws:UserAgent} and {@code aws:Referer} (IAM User Guide, "AWS global condition context keys").
 *
 * @param sourceIp  the address that the connection came from
 * @param userAgent what the client calls itself; it can say anything
 * @param referer   as the client says it
 */
public record RequestOrigin(Optional<String> sourceIp, Optional<String> userAgent, Optional<String> referer) {

    /** Those of the keys that the request has. */
    public Map<String, List<String>> conditionKeys() {
        Map<String, List<String>> keys = new HashMap<>();
        sourceIp.ifPresent(address -> keys.put("aws:SourceIp", List.of(address)));
        userAgent.ifPresent(name -> keys.put("aws:UserAgent", List.of(name)));
        referer.ifPresent(page -> keys.put("aws:Referer", List.of(page)));
        return keys;
    }
}
