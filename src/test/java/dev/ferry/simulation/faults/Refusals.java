package dev.ferry.simulation.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbRequest;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeException;
import software.amazon.awssdk.services.eventbridge.model.EventBridgeRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** The errors of the SDK that a caller sees when a call goes wrong. */
public final class Refusals {
    private Refusals() {}

    public static SdkException timeout() {
        return SdkClientException.create("Unable to execute HTTP request: Read timed out");
    }

    public static SdkException unreachable() {
        return SdkClientException.create("Unable to execute HTTP request: Connect timed out");
    }

    public static SdkException throttled(SdkRequest request) {
        if (request instanceof DynamoDbRequest) {
            return (SdkException) ProvisionedThroughputExceededException.builder()
                    .message("The level of configured provisioned throughput for the table was exceeded")
                    .statusCode(400)
                    .build();
        }
        if (request instanceof S3Request) {
            return (SdkException) S3Exception.builder()
                    .awsErrorDetails(details("SlowDown", "Please reduce your request rate."))
                    .statusCode(503)
                    .build();
        }
        if (request instanceof EventBridgeRequest) {
            return (SdkException) EventBridgeException.builder()
                    .awsErrorDetails(details("ThrottlingException", "Rate exceeded"))
                    .statusCode(400)
                    .build();
        }
        return (SdkException) SqsException.builder()
                .awsErrorDetails(details("RequestThrottled", "The request was denied due to request throttling."))
                .statusCode(403)
                .build();
    }

    /** The transaction met another one at its first item. */
    public static SdkException conflict(TransactWriteItemsRequest request) {
        List<CancellationReason> reasons = new ArrayList<>(Collections.nCopies(
                request.transactItems().size(), CancellationReason.builder().code("None").build()));
        reasons.set(0, CancellationReason.builder()
                .code("TransactionConflict")
                .message("Transaction is ongoing for the item")
                .build());
        return (SdkException) TransactionCanceledException.builder()
                .message("Transaction cancelled, please refer cancellation reasons for specific reasons [TransactionConflict]")
                .cancellationReasons(reasons)
                .statusCode(400)
                .build();
    }

    private static AwsErrorDetails details(String code, String message) {
        return AwsErrorDetails.builder().errorCode(code).errorMessage(message).build();
    }
}
