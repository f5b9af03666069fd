package dev.ferry.identity;

import dev.ferry.registry.RegionName;

/**
 * What the signature of a request proves.
 *
 * @param region  of the credential scope: the Region that the request is for
 * @param service of the credential scope: {@code ecr}
 */
public record Verified(Caller caller, RegionName region, String service) {}
