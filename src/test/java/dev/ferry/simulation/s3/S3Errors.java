package dev.ferry.simulation.s3;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.s3.model.InvalidRequestException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** S3's errors as its client throws them (Amazon S3 API, "Error responses"). */
final class S3Errors {
    private S3Errors() {}

    static S3Exception noSuchBucket() {
        return fill(NoSuchBucketException.builder(), "NoSuchBucket", 404, "The specified bucket does not exist");
    }

    static S3Exception noSuchKey() {
        return fill(NoSuchKeyException.builder(), "NoSuchKey", 404, "The specified key does not exist.");
    }

    static S3Exception noSuchUpload() {
        return fill(NoSuchUploadException.builder(), "NoSuchUpload", 404,
                "The specified upload does not exist. It may have been aborted or completed.");
    }

    static S3Exception preconditionFailed() {
        return error("PreconditionFailed", 412, "At least one of the preconditions you specified did not hold");
    }

    static S3Exception invalidRequest(String message) {
        return fill(InvalidRequestException.builder(), "InvalidRequest", 400, message);
    }

    static S3Exception error(String code, int status, String message) {
        return fill(S3Exception.builder(), code, status, message);
    }

    private static S3Exception fill(S3Exception.Builder builder, String code, int status, String message) {
        return (S3Exception) builder.awsErrorDetails(AwsErrorDetails.builder()
                        .serviceName("S3")
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .statusCode(status)
                .message(message)
                .build();
    }
}
