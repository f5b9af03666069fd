package dev.ferry.simulation.dynamodb.expression;

/** DynamoDB would refuse the expression, or what it is applied to, with a ValidationException that says this. */
public final class InvalidExpressionException extends RuntimeException {
    InvalidExpressionException(String message) {
        super(message);
    }
}
