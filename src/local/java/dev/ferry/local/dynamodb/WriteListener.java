package dev.ferry.local.dynamodb;

/** Is told of each request that has written to a table, or may have. */
@FunctionalInterface
public interface WriteListener {

    /** @param request what DynamoDB was asked, in JSON */
    void written(String region, String request);
}
