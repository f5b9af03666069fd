package dev.ferry.distribution.endpoints;

/** The headers that more than one endpoint writes. */
final class Headers {
    static final String DIGEST = "Docker-Content-Digest";
    static final String LOCATION = "Location";
    static final String LINK = "Link";

    /** Of a gateway that asks for URLs to put parts to: the byte at which they are to begin, or "next". */
    static final String PART_URLS = "Ferry-Part-Urls";
    /** Which lease the URLs are of; the next request of whoever has it names it, too. */
    static final String LEASE = "Ferry-Lease";

    private Headers() {}
}
