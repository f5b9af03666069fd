package dev.ferry.simulation.dynamodb;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The values of a table's or an index's key attributes.
 *
 * @param range {@link #NO_RANGE} if the key has no second attribute
 */
record PrimaryKey(AttributeValue hash, AttributeValue range) {
    static final AttributeValue NO_RANGE = AttributeValue.fromNul(true);
}
