package dev.ferry.permissions;

/**
 * One thing that AWS asks a caller's policy about a call.
 *
 * @param action   as the Service Authorization Reference names it: {@code dynamodb:PutItem}
 * @param resource an ARN
 * @param region   the Region that is called: {@code aws:RequestedRegion}
 */
record Permission(String action, String resource, String region) {
    @Override
    public String toString() {
        return action + " on " + resource + " in " + region;
    }
}
