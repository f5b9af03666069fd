package dev.ferry.simulation.dynamodb;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.IdempotentParameterMismatchException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/** DynamoDB's errors, as its client throws them. */
public final class Refusals {
    private static final String CONDITION_FAILED = "The conditional request failed";
    private static final String CONFLICT = "Transaction is ongoing for the item";
    private static final CancellationReason NO_REASON =
            CancellationReason.builder().code("None").build();

    private Refusals() {}

    static DynamoDbException invalid(String message) {
        return refusal(DynamoDbException.builder(), "ValidationException", message);
    }

    static DynamoDbException noTable(String table) {
        return refusal(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "Cannot do operations on a non-existent table: " + table);
    }

    static DynamoDbException otherRequest() {
        return refusal(
                IdempotentParameterMismatchException.builder(),
                "IdempotentParameterMismatchException",
                "The client request token was used for another request");
    }

    /** @param old the item that the condition did not hold for, if the request asked for it and there is one */
    static DynamoDbException conditionFailed(Optional<Map<String, AttributeValue>> old) {
        ConditionalCheckFailedException.Builder failed = ConditionalCheckFailedException.builder();
        old.ifPresent(failed::item);
        return refusal(failed, "ConditionalCheckFailedException", CONDITION_FAILED);
    }

    /** A single write that met a transaction under way, as faults have it. */
    public static DynamoDbException conflict() {
        return refusal(TransactionConflictException.builder(), "TransactionConflictException", CONFLICT);
    }

    /** A transaction that is cancelled: a reason for each of its items, in their order. */
    public static DynamoDbException cancelled(List<CancellationReason> reasons) {
        return refusal(
                TransactionCanceledException.builder().cancellationReasons(reasons),
                "TransactionCanceledException",
                reasons.stream()
                        .map(CancellationReason::code)
                        .collect(Collectors.joining(
                                ", ",
                                "Transaction cancelled, please refer cancellation reasons for specific reasons [",
                                "]")));
    }

    public static CancellationReason noReason() {
        return NO_REASON;
    }

    /** The item is in another transaction that is under way, as faults have it. */
    public static CancellationReason conflictReason() {
        return reason("TransactionConflict", CONFLICT);
    }

    static CancellationReason conditionFailedReason(Optional<Map<String, AttributeValue>> old) {
        CancellationReason.Builder reason = reason("ConditionalCheckFailed", CONDITION_FAILED).toBuilder();
        old.ifPresent(reason::item);
        return reason.build();
    }

    static CancellationReason invalidReason(String message) {
        return reason("ValidationError", message);
    }

    private static CancellationReason reason(String code, String message) {
        return CancellationReason.builder().code(code).message(message).build();
    }

    private static DynamoDbException refusal(DynamoDbException.Builder builder, String code, String message) {
        builder.awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("DynamoDb")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(400)
                .requestId("SIMULATED")
                .message(message);
        return (DynamoDbException) builder.build();
    }
}
