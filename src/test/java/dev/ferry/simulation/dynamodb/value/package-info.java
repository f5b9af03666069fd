/** DynamoDB's attribute values: their normal form, order, arithmetic and size. */
package dev.ferry.simulation.dynamodb.value;
