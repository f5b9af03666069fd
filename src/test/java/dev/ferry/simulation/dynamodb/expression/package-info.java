/** DynamoDB's expressions: conditions, key conditions, updates and projections of top-level attributes. */
package dev.ferry.simulation.dynamodb.expression;
