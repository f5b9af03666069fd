package dev.ferry.distribution.endpoints;

/** The headers that more than one endpoint writes. */
final class Headers {
    static final String DIGEST = "Docker-Content-Digest";
    static final String LOCATION = "Location";
    static final String LINK = "Link";

    private Headers() {}
}
