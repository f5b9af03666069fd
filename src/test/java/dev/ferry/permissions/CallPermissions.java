package dev.ferry.permissions;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

/**
 * What AWS asks the caller's policy about a call of the SDK (Service Authorization Reference; S3 User Guide, "Required
 * permissions for Amazon S3 API operations").
 */
final class CallPermissions {
    private final String account;
    private final String region;

    /** @param account whose tables and queues are called */
    CallPermissions(String account, String region) {
        this.account = account;
        this.region = region;
    }

    /**
     * @param service as a client names it, or a presigner, which writes it small
     * @throws IllegalArgumentException if it is not known here what the call needs
     */
    List<Permission> of(String service, String operation, SdkRequest request) {
        return switch (service.toLowerCase(Locale.ROOT)) {
            case "dynamodb" -> dynamoDb(operation, request);
            case "s3" -> s3(operation, request);
            case "sqs" -> List.of(sqs(operation, request));
            case "eventbridge" -> List.of(permission("events:" + operation,
                    "arn:aws:events:" + region + ":" + account + ":event-bus/default"));
            case "secretsmanager", "secrets manager" ->
                    List.of(permission("secretsmanager:" + operation, text(request, "SecretId")));
            default -> throw new IllegalArgumentException("nothing is known of " + service);
        };
    }

    private List<Permission> dynamoDb(String operation, SdkRequest request) {
        if (request instanceof TransactWriteItemsRequest transaction) {
            return transaction.transactItems().stream().map(this::write).distinct().toList();
        }
        if (request instanceof BatchGetItemRequest batch) {
            return batch.requestItems().keySet().stream().map(table -> table("BatchGetItem", table)).toList();
        }
        String table = text(request, "TableName");
        String index = text(request, "IndexName");
        return List.of(table(operation, index == null ? table : table + "/index/" + index));
    }

    private Permission write(TransactWriteItem item) {
        if (item.put() != null) {
            return table("PutItem", item.put().tableName());
        }
        if (item.update() != null) {
            return table("UpdateItem", item.update().tableName());
        }
        if (item.delete() != null) {
            return table("DeleteItem", item.delete().tableName());
        }
        return table("ConditionCheckItem", item.conditionCheck().tableName());
    }

    private Permission table(String operation, String table) {
        return permission("dynamodb:" + operation,
                "arn:aws:dynamodb:" + region + ":" + account + ":table/" + table);
    }

    /** Whoever may not list a bucket is told 403, not 404, of an object that is not there. */
    private List<Permission> s3(String operation, SdkRequest request) {
        if (request instanceof CopyObjectRequest copy) {
            return copy(copy.copySource(), copy.destinationBucket(), copy.destinationKey());
        }
        if (request instanceof UploadPartCopyRequest copy) {
            return copy(copy.copySource(), copy.destinationBucket(), copy.destinationKey());
        }
        String bucket = text(request, "Bucket");
        String key = text(request, "Key");
        return switch (operation) {
            case "GetObject", "HeadObject" -> List.of(object("GetObject", bucket, key), bucket("ListBucket", bucket));
            case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" ->
                    List.of(object("PutObject", bucket, key));
            case "AbortMultipartUpload", "DeleteObject" -> List.of(object(operation, bucket, key));
            case "ListParts" -> List.of(object("ListMultipartUploadParts", bucket, key));
            case "ListObjectsV2" -> List.of(bucket("ListBucket", bucket));
            default -> throw new IllegalArgumentException("nothing is known of S3's " + operation);
        };
    }

    /** @param source as the SDK sends it, the bucket and the key, encoded for a URL */
    private List<Permission> copy(String source, String bucket, String key) {
        int slash = source.indexOf('/');
        String sourceBucket = source.substring(0, slash);
        String sourceKey = URLDecoder.decode(source.substring(slash + 1), StandardCharsets.UTF_8);
        return List.of(
                object("GetObject", sourceBucket, sourceKey),
                bucket("ListBucket", sourceBucket),
                object("PutObject", bucket, key));
    }

    private Permission object(String action, String bucket, String key) {
        return permission("s3:" + action, "arn:aws:s3:::" + bucket + "/" + key);
    }

    private Permission bucket(String action, String bucket) {
        return permission("s3:" + action, "arn:aws:s3:::" + bucket);
    }

    private Permission sqs(String operation, SdkRequest request) {
        String url = text(request, "QueueUrl");
        String queue = url.substring(url.lastIndexOf('/') + 1);
        // A batch is a matter of the wire; the permission is that of one message.
        String action = operation.endsWith("Batch") ? operation.substring(0, operation.length() - "Batch".length()) : operation;
        return permission("sqs:" + action, "arn:aws:sqs:" + region + ":" + account + ":" + queue);
    }

    private Permission permission(String action, String resource) {
        return new Permission(action, resource, region);
    }

    private static String text(SdkRequest request, String member) {
        return request.getValueForField(member, String.class).orElse(null);
    }
}
