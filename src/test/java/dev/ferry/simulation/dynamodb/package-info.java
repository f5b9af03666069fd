/**
 * DynamoDB in memory, for the simulation: what Ferry uses of it with the semantics that it has, and a clear refusal of
 * the rest. {@code DynamoDbContractTest} and {@code InMemoryDynamoDbPropertyTest} hold it to the embedded DynamoDB.
 */
package dev.ferry.simulation.dynamodb;
