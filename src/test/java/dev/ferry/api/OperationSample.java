package dev.ferry.api;

import dev.ferry.policy.Occasion;
import dev.ferry.testing.SignedCall;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A request of an AWS API about a registry that has the repository {@code app} and a creation template {@code made}, and
 * no service-linked role.
 *
 * @param occasions that the request comes to
 * @param body      {@code %s} stands for the account
 */
record OperationSample(String endpoint, Set<Occasion> occasions, String body) {
    private static final String APP = "'repositoryName':'app'";
    private static final String DIGEST = "'sha256:" + "a".repeat(64) + "'";
    private static final String IMAGE_ID = "{'imageDigest':" + DIGEST + "}";
    private static final String ARN = "'resourceArn':'arn:aws:ecr:us-west-2:%s:repository/app'";
    private static final String UPLOAD = "'uploadId':'0190a0b0-0000-7000-8000-000000000000'";
    private static final String BACKFILL = "'replicationBackfillId':'0190a0b0-0000-7000-8000-000000000000'";
    private static final String TAGS = "[{'Key':'stage','Value':'prod'}]";
    private static final String KMS =
            "'encryptionConfiguration':{'encryptionType':'KMS','kmsKey':'arn:aws:kms:us-west-2:%s:key/k'}";
    private static final String INDEX = "'imageManifest':'{\\\"schemaVersion\\\":2,\\\"manifests\\\":[],\\\"mediaType\\\":"
            + "\\\"application/vnd.oci.image.index.v1+json\\\"}'";
    private static final String POLICY = "'{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[{\\\"Effect\\\":\\\"Deny\\\","
            + "\\\"Principal\\\":\\\"*\\\",\\\"Action\\\":\\\"ecr:DeleteRepository\\\"}]}'";

    /** At least one a row of the table. */
    static List<OperationSample> all() {
        return Stream.of(ofRepositories(), ofRegistries(), ofCreation(), ofAccounts()).flatMap(samples -> samples).toList();
    }

    private static Stream<OperationSample> ofRepositories() {
        return Stream.of(
                of("BatchCheckLayerAvailability", APP + ",'layerDigests':[" + DIGEST + "]"),
                of("BatchDeleteImage", APP + ",'imageIds':[" + IMAGE_ID + "]"),
                of("BatchGetImage", APP + ",'imageIds':[" + IMAGE_ID + "]"),
                of("CompleteLayerUpload", APP + "," + UPLOAD + ",'layerDigests':[" + DIGEST + "]"),
                of("DeleteRepository", APP),
                of("DeleteLifecyclePolicy", APP),
                of("DeleteRepositoryPolicy", APP),
                of("DescribeImageReplicationStatus", APP + ",'imageId':" + IMAGE_ID),
                of("DescribeImages", APP),
                of("DescribeRepositories", ""),
                of("DescribeRepositories", "'repositoryNames':['app']"),
                of("GetDownloadUrlForLayer", APP + ",'layerDigest':" + DIGEST),
                of("GetLifecyclePolicy", APP),
                of("GetLifecyclePolicyPreview", APP),
                of("GetRepositoryPolicy", APP),
                of("InitiateLayerUpload", APP),
                of("ListImages", APP),
                of("ListTagsForResource", ARN),
                of("PutImage", APP + "," + INDEX),
                of("PutImageScanningConfiguration", APP + ",'imageScanningConfiguration':{'scanOnPush':true}"),
                of("PutImageTagMutability", APP + ",'imageTagMutability':'IMMUTABLE'"),
                of("PutLifecyclePolicy", APP + ",'lifecyclePolicyText':'" + " ".repeat(100) + "'"),
                of("SetRepositoryPolicy", APP + ",'policyText':" + POLICY),
                of("StartLifecyclePolicyPreview", APP),
                of("TagResource", ARN + ",'tags':" + TAGS),
                of("UntagResource", ARN + ",'tagKeys':['stage']"),
                of("UpdateImageStorageClass", APP + ",'imageId':" + IMAGE_ID + ",'targetStorageClass':'ARCHIVE'"),
                of("UploadLayerPart", APP + "," + UPLOAD + ",'partFirstByte':0,'partLastByte':0,'layerPartBlob':'YQ=='"));
    }

    private static Stream<OperationSample> ofRegistries() {
        return Stream.of(
                of("DeleteRegistryPolicy", ""),
                of("DescribeRegistry", ""),
                of("DescribeReplicationBackfillResults", BACKFILL),
                of("ListReplicationBackfills", ""),
                of("StartReplicationBackfill", "'destination':{'region':'us-east-1','registryId':'%s'}"),
                of("StopReplicationBackfill", BACKFILL),
                of("GetAccountSetting", "'name':'BLOB_MOUNTING'"),
                of("PutAccountSetting", "'name':'BLOB_MOUNTING','value':'ENABLED'"),
                of("GetAuthorizationToken", ""),
                of("GetRegistryPolicy", ""),
                of("PutRegistryPolicy", "'policyText':'{}'"),
                of("PutReplicationConfiguration", "'replicationConfiguration':{'rules':[]}"),
                of("PutReplicationConfiguration", "'replicationConfiguration':{'rules':[{'destinations':"
                        + "[{'region':'us-east-1','registryId':'%s'}]}]}", Occasion.MISSING_ROLE));
    }

    private static Stream<OperationSample> ofCreation() {
        Stream<OperationSample> templates = Stream.of("CreateRepositoryCreationTemplate", "UpdateRepositoryCreationTemplate")
                .flatMap(operation -> {
                    String prefix = operation.startsWith("Update")
                            ? "'prefix':'made'"
                            : "'prefix':'new','appliedFor':['REPLICATION']";
                    return Stream.of(
                            of(operation, prefix),
                            of(operation, prefix + ",'resourceTags':" + TAGS, Occasion.RESOURCE_TAGS),
                            of(operation, prefix + ",'repositoryPolicy':" + POLICY, Occasion.REPOSITORY_POLICY),
                            of(operation, prefix + ",'lifecyclePolicy':'{}'", Occasion.LIFECYCLE_POLICY),
                            of(operation, prefix + "," + KMS, Occasion.KMS_KEY),
                            of(operation, prefix + ",'customRoleArn':'arn:aws:iam::%s:role/tagger'", Occasion.CUSTOM_ROLE));
                });
        return Stream.concat(templates, Stream.of(
                of("DeleteRepositoryCreationTemplate", "'prefix':'made'"),
                of("DescribeRepositoryCreationTemplates", ""),
                of("CreateRepository", "'repositoryName':'new'"),
                of("CreateRepository", "'repositoryName':'new','tags':" + TAGS, Occasion.TAGS),
                of("CreateRepository", "'repositoryName':'new'," + KMS, Occasion.KMS_KEY),
                of("CreateRepository", "'repositoryName':'new','tags':" + TAGS + "," + KMS, Occasion.TAGS, Occasion.KMS_KEY),
                of("InitiateLayerUpload", "'repositoryName':'made/app'", Occasion.MISSING_REPOSITORY),
                of("PutImage", "'repositoryName':'made/app'," + INDEX, Occasion.MISSING_REPOSITORY)));
    }

    private static Stream<OperationSample> ofAccounts() {
        return Stream.of(
                of("GetRole", "&RoleName=AWSServiceRoleForECRReplication"),
                of("CreateServiceLinkedRole", "&AWSServiceName=replication.ecr.amazonaws.com"),
                of("DeleteServiceLinkedRole", "&RoleName=AWSServiceRoleForECRReplication"),
                of("GetServiceLinkedRoleDeletionStatus", "&DeletionTaskId=task"),
                of("EnableRegion", "'RegionName':'me-south-1'"),
                of("DisableRegion", "'RegionName':'me-south-1'"),
                of("GetRegionOptStatus", "'RegionName':'me-south-1'"),
                of("ListRegions", ""));
    }

    private static OperationSample of(String endpoint, String body, Occasion... occasions) {
        EnumSet<Occasion> all = EnumSet.of(Occasion.ALWAYS);
        all.addAll(List.of(occasions));
        return new OperationSample(endpoint, all, body);
    }

    /** About the account's registry, by a key of its own. */
    SignedCall own(String account) {
        String filled = body.replace("%s", account).replace('\'', '"');
        if (body.startsWith("&")) {
            return new SignedCall("iam", "us-east-1", "/", Map.of("Content-Type", "application/x-www-form-urlencoded"),
                    "Action=" + endpoint + "&Version=2010-05-08" + filled);
        }
        if (endpoint.contains("Region")) {
            return new SignedCall("account", "us-east-1", "/" + endpoint.substring(0, 1).toLowerCase(Locale.ROOT) + endpoint.substring(1),
                    Map.of("Content-Type", "application/json"), "{" + filled + "}");
        }
        return SignedCall.ecr(ApiTest.REGION, endpoint, "{" + filled + "}");
    }

    /** About the account's registry, by a key of another account. */
    SignedCall foreign(String account) {
        String named = body.contains("resourceArn") ? body : "'registryId':'%s'" + (body.isEmpty() ? "" : ",") + body;
        return new OperationSample(endpoint, occasions, named).own(account);
    }

    @Override
    public String toString() {
        return endpoint + " " + occasions;
    }
}
