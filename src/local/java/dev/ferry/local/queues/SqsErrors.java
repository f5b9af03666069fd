package dev.ferry.local.queues;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sqs.model.BatchEntryIdsNotDistinctException;
import software.amazon.awssdk.services.sqs.model.BatchRequestTooLongException;
import software.amazon.awssdk.services.sqs.model.EmptyBatchRequestException;
import software.amazon.awssdk.services.sqs.model.InvalidAddressException;
import software.amazon.awssdk.services.sqs.model.InvalidBatchEntryIdException;
import software.amazon.awssdk.services.sqs.model.InvalidMessageContentsException;
import software.amazon.awssdk.services.sqs.model.MessageNotInflightException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SqsException;
import software.amazon.awssdk.services.sqs.model.TooManyEntriesInBatchRequestException;

/** SQS's errors as its client throws them (Amazon SQS API reference). All are the caller's fault: status 400. */
final class SqsErrors {
    private static final String PREFIX = "AWS.SimpleQueueService.";

    private SqsErrors() {}

    static SqsException queueDoesNotExist() {
        return fill(QueueDoesNotExistException.builder(), PREFIX + "NonExistentQueue",
                "The specified queue does not exist.");
    }

    static SqsException invalidAddress(String queueUrl) {
        return fill(InvalidAddressException.builder(), "InvalidAddress",
                "The address " + queueUrl + " is not valid for this endpoint.");
    }

    static SqsException emptyBatch() {
        return fill(EmptyBatchRequestException.builder(), PREFIX + "EmptyBatchRequest",
                "There should be at least one entry in the request.");
    }

    static SqsException tooManyEntries(int entries) {
        return fill(TooManyEntriesInBatchRequestException.builder(), PREFIX + "TooManyEntriesInBatchRequest",
                "Maximum number of entries per request are 10. You have sent " + entries + ".");
    }

    static SqsException idsNotDistinct(String id) {
        return fill(BatchEntryIdsNotDistinctException.builder(), PREFIX + "BatchEntryIdsNotDistinct",
                "Id " + id + " repeated.");
    }

    static SqsException invalidBatchEntryId() {
        return fill(InvalidBatchEntryIdException.builder(), PREFIX + "InvalidBatchEntryId", "A batch entry id can only"
                + " contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
    }

    static SqsException batchTooLong(int bytes) {
        return fill(BatchRequestTooLongException.builder(), PREFIX + "BatchRequestTooLong",
                "Batch requests cannot be longer than 262144 bytes. You have sent " + bytes + " bytes.");
    }

    static SqsException invalidContents() {
        return fill(InvalidMessageContentsException.builder(), "InvalidMessageContents",
                "Message body contains characters outside the allowed set.");
    }

    static SqsException invalidReceiptHandle() {
        return fill(ReceiptHandleIsInvalidException.builder(), "ReceiptHandleIsInvalid",
                "The input receipt handle is invalid.");
    }

    static SqsException notInFlight() {
        return fill(MessageNotInflightException.builder(), PREFIX + "MessageNotInflight",
                "The message is not in flight.");
    }

    static SqsException invalidParameter(String reason) {
        return fill(SqsException.builder(), "InvalidParameterValue", reason);
    }

    /** The name of the error in the service's model, by which clients know it. */
    static String shape(SqsException error) {
        return error.getClass() == SqsException.class
                ? error.awsErrorDetails().errorCode()
                : error.getClass().getSimpleName().replaceFirst("Exception$", "");
    }

    private static SqsException fill(SqsException.Builder builder, String code, String message) {
        return (SqsException) builder.awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("Sqs")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(400)
                .message(message)
                .build();
    }
}
