package dev.ferry.distribution;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the path of a request names (OCI distribution specification, "Endpoints").
 *
 * @param repository the name's text; empty for what is about none
 * @param reference  the last part: a digest, a tag or an upload; empty where there is none
 */
record Resource(ResourceKind kind, String repository, String reference) {

    private static final String PREFIX = "/v2";

    /**
     * Reads a path from its end, as a repository's name may have the words of the endpoints in it.
     *
     * @return empty if it names nothing that there is
     * @throws DistributionException if it is not percent-encoded as it should be
     */
    static Optional<Resource> of(String path) {
        if (path.equals(PREFIX) || path.equals(PREFIX + "/")) {
            return Optional.of(new Resource(ResourceKind.BASE, "", ""));
        }
        if (path.equals(PREFIX + "/_catalog")) {
            return Optional.of(new Resource(ResourceKind.CATALOG, "", ""));
        }
        if (!path.startsWith(PREFIX + "/")) {
            return Optional.empty();
        }
        List<String> parts = Arrays.stream(path.substring(PREFIX.length() + 1).split("/", -1))
                .map(Resource::decoded)
                .toList();
        String last = fromEnd(parts, 1);
        String middle = fromEnd(parts, 2);
        String first = fromEnd(parts, 3);
        if (first.equals("blobs") && middle.equals("uploads")) {
            return Optional.of(last.isEmpty()
                    ? new Resource(ResourceKind.UPLOADS, name(parts, 3), "")
                    : new Resource(ResourceKind.UPLOAD, name(parts, 3), last));
        }
        if (middle.equals("blobs") && last.equals("uploads")) {
            return Optional.of(new Resource(ResourceKind.UPLOADS, name(parts, 2), ""));
        }
        return switch (middle) {
            case "blobs" -> Optional.of(new Resource(ResourceKind.BLOB, name(parts, 2), last));
            case "manifests" -> Optional.of(new Resource(ResourceKind.MANIFEST, name(parts, 2), last));
            case "referrers" -> Optional.of(new Resource(ResourceKind.REFERRERS, name(parts, 2), last));
            case "tags" -> last.equals("list")
                    ? Optional.of(new Resource(ResourceKind.TAGS, name(parts, 2), ""))
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String fromEnd(List<String> parts, int number) {
        return parts.size() < number ? "" : parts.get(parts.size() - number);
    }

    private static String name(List<String> parts, int behind) {
        return String.join("/", parts.subList(0, parts.size() - behind));
    }

    /** A slash that was encoded is no separator, and nothing else that there is has one. */
    private static String decoded(String part) {
        return PercentEncoding.decode(part)
                .filter(text -> !text.contains("/"))
                .orElseThrow(() -> new DistributionException(
                        OciError.NAME_INVALID, "The path is not percent-encoded correctly"));
    }
}
