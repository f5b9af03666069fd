package dev.ferry.simulation.dynamodb.value;

/** DynamoDB would refuse the value with a ValidationException that says this. */
public final class InvalidValueException extends RuntimeException {
    public InvalidValueException(String message) {
        super(message);
    }
}
