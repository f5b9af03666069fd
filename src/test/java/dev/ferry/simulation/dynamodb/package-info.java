/**
 * DynamoDB in memory, for the simulation: what Ferry uses of it with the semantics that it has, and a clear refusal of
 * the rest. It does not know DynamoDB's reserved words, which every expression of Ferry's meets in the tests on the
 * embedded DynamoDB. {@code DynamoDbContractTest} and {@code InMemoryDynamoDbPropertyTest} hold it to the embedded DynamoDB.
 */
package dev.ferry.simulation.dynamodb;
