package dev.ferry.policy;

import static dev.ferry.policy.ActionScope.CALLER;
import static dev.ferry.policy.ActionScope.REQUESTED;
import static dev.ferry.policy.ActionScope.TEMPLATE;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which actions each endpoint performs: the one table that every API asks by, so that nothing can be had by the way that
 * is not allowed by its own name. An endpoint that is not in it can be asked by nobody. {@code docs/permissions.md} is the
 * same table for people.
 *
 * <p>ECR documents the actions of its own operations (Service Authorization Reference, "Actions for Amazon ECR"; user
 * guide, "IAM permissions for creating repository creation templates", "Using tag-based access control", "Encryption at
 * rest"). OCI's endpoints perform what the operations of ECR would that have the same effect.
 */
public final class RequiredActions {
    private static final String UPLOADS = "/v2/<name>/blobs/uploads/";
    private static final String UPLOAD = "/v2/<name>/blobs/uploads/<upload>";
    private static final String BLOB = "/v2/<name>/blobs/<digest>";
    private static final String MANIFEST = "/v2/<name>/manifests/<reference>";

    private static final List<RequiredAction> TABLE = Stream.of(
                    ownOfEcr(REQUESTED,
                            "BatchCheckLayerAvailability", "BatchDeleteImage", "BatchGetImage",
                            "BatchGetRepositoryScanningConfiguration", "CompleteLayerUpload", "CreatePullThroughCacheRule",
                            "CreateRepository", "CreateRepositoryCreationTemplate", "DeleteLifecyclePolicy",
                            "DeletePullThroughCacheRule", "DeleteRepository", "DeleteRepositoryCreationTemplate",
                            "DeleteRepositoryPolicy", "DeleteSigningConfiguration", "DeregisterPullTimeUpdateExclusion",
                            "DescribeImageReplicationStatus", "DescribeImageScanFindings", "DescribeImageSigningStatus",
                            "DescribeImages", "DescribePullThroughCacheRules", "DescribeRegistry",
                            "DescribeReplicationBackfillResults", "DescribeRepositories", "DescribeRepositoryCreationTemplates",
                            "GetAccountSetting", "GetAuthorizationToken", "GetDownloadUrlForLayer", "GetLifecyclePolicy",
                            "GetLifecyclePolicyPreview", "GetRegistryScanningConfiguration", "GetRepositoryPolicy",
                            "GetSigningConfiguration", "InitiateLayerUpload", "ListImageReferrers", "ListImages",
                            "ListPullTimeUpdateExclusions", "ListReplicationBackfills", "ListTagsForResource",
                            "PutAccountSetting", "PutImage", "PutImageScanningConfiguration", "PutImageTagMutability",
                            "PutLifecyclePolicy", "PutRegistryScanningConfiguration", "PutReplicationConfiguration",
                            "PutSigningConfiguration", "RegisterPullTimeUpdateExclusion", "SetRepositoryPolicy", "StartImageScan",
                            "StartLifecyclePolicyPreview", "StartReplicationBackfill", "StopReplicationBackfill", "TagResource",
                            "UntagResource", "UpdateImageStorageClass", "UpdatePullThroughCacheRule",
                            "UpdateRepositoryCreationTemplate", "UploadLayerPart", "ValidatePullThroughCacheRule"),
                    // Not judged by the registry's policy, so that whatever that denies, the account can mend it.
                    ownOfEcr(CALLER, "DeleteRegistryPolicy", "GetRegistryPolicy", "PutRegistryPolicy"),
                    Stream.of(
                            row("BatchGetImage", Occasion.UPSTREAM, "ecr:BatchImportUpstreamImage", REQUESTED),
                            row("BatchGetImage", Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("CreateRepository", Occasion.TAGS, "ecr:TagResource", REQUESTED),
                            row("CreateRepository", Occasion.KMS_KEY, "kms:CreateGrant", CALLER),
                            row("CreateRepository", Occasion.KMS_KEY, "kms:DescribeKey", CALLER),
                            row("CreatePullThroughCacheRule", Occasion.CUSTOM_ROLE, "iam:PassRole", CALLER),
                            row("UpdatePullThroughCacheRule", Occasion.CUSTOM_ROLE, "iam:PassRole", CALLER),
                            row("GetDownloadUrlForLayer", Occasion.UPSTREAM, "ecr:BatchImportUpstreamImage", REQUESTED),
                            row("GetDownloadUrlForLayer", Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("InitiateLayerUpload", Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("PutImage", Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("PutReplicationConfiguration", Occasion.MISSING_ROLE, "iam:CreateServiceLinkedRole", CALLER)),
                    // Who writes a template causes what it gives repositories; who pushes, only that there is one.
                    Stream.of("CreateRepositoryCreationTemplate", "UpdateRepositoryCreationTemplate")
                            .flatMap(RequiredActions::ofTemplate),
                    Stream.of(
                            row("HEAD " + BLOB, Occasion.ALWAYS, "ecr:BatchCheckLayerAvailability", REQUESTED),
                            row("HEAD " + BLOB, Occasion.UPSTREAM, "ecr:BatchImportUpstreamImage", REQUESTED),
                            row("HEAD " + BLOB, Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("GET " + BLOB, Occasion.ALWAYS, "ecr:GetDownloadUrlForLayer", REQUESTED),
                            row("GET " + BLOB, Occasion.UPSTREAM, "ecr:BatchImportUpstreamImage", REQUESTED),
                            row("GET " + BLOB, Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("DELETE " + BLOB, Occasion.ALWAYS, "ecr:BatchDeleteImage", REQUESTED),
                            row("POST " + UPLOADS, Occasion.ALWAYS, "ecr:InitiateLayerUpload", REQUESTED),
                            row("POST " + UPLOADS, Occasion.BODY, "ecr:UploadLayerPart", REQUESTED),
                            row("POST " + UPLOADS, Occasion.DIGEST, "ecr:CompleteLayerUpload", REQUESTED),
                            row("POST " + UPLOADS, Occasion.MOUNT, "ecr:CompleteLayerUpload", REQUESTED),
                            row("POST " + UPLOADS, Occasion.MOUNT_SOURCE, "ecr:GetDownloadUrlForLayer", REQUESTED),
                            row("POST " + UPLOADS, Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("GET " + UPLOAD, Occasion.ALWAYS, "ecr:UploadLayerPart", REQUESTED),
                            row("PATCH " + UPLOAD, Occasion.ALWAYS, "ecr:UploadLayerPart", REQUESTED),
                            row("PUT " + UPLOAD, Occasion.ALWAYS, "ecr:CompleteLayerUpload", REQUESTED),
                            row("PUT " + UPLOAD, Occasion.BODY, "ecr:UploadLayerPart", REQUESTED),
                            row("DELETE " + UPLOAD, Occasion.ALWAYS, "ecr:UploadLayerPart", REQUESTED),
                            row("GET " + MANIFEST, Occasion.ALWAYS, "ecr:BatchGetImage", REQUESTED),
                            row("GET " + MANIFEST, Occasion.UPSTREAM, "ecr:BatchImportUpstreamImage", REQUESTED),
                            row("GET " + MANIFEST, Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("HEAD " + MANIFEST, Occasion.ALWAYS, "ecr:BatchGetImage", REQUESTED),
                            row("HEAD " + MANIFEST, Occasion.UPSTREAM, "ecr:BatchImportUpstreamImage", REQUESTED),
                            row("HEAD " + MANIFEST, Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("PUT " + MANIFEST, Occasion.ALWAYS, "ecr:PutImage", REQUESTED),
                            row("PUT " + MANIFEST, Occasion.MISSING_REPOSITORY, EcrAction.CREATE_REPOSITORY, REQUESTED),
                            row("DELETE " + MANIFEST, Occasion.ALWAYS, "ecr:BatchDeleteImage", REQUESTED),
                            row("GET /v2/_catalog", Occasion.LISTED, "ecr:DescribeRepositories", REQUESTED),
                            row("GET /v2/<name>/tags/list", Occasion.ALWAYS, "ecr:ListImages", REQUESTED),
                            row("GET /v2/<name>/referrers/<digest>", Occasion.ALWAYS, "ecr:ListImageReferrers", REQUESTED)),
                    own("iam", CALLER, "GetRole", "CreateServiceLinkedRole", "DeleteServiceLinkedRole",
                            "GetServiceLinkedRoleDeletionStatus"),
                    own("account", CALLER, "EnableRegion", "DisableRegion", "GetRegionOptStatus", "ListRegions"))
            .flatMap(rows -> rows)
            .toList();

    private RequiredActions() {}

    private static Stream<RequiredAction> ofTemplate(String operation) {
        return Stream.of(
                row(operation, Occasion.ALWAYS, EcrAction.CREATE_REPOSITORY, TEMPLATE),
                row(operation, Occasion.RESOURCE_TAGS, "ecr:TagResource", TEMPLATE),
                row(operation, Occasion.REPOSITORY_POLICY, "ecr:SetRepositoryPolicy", TEMPLATE),
                row(operation, Occasion.LIFECYCLE_POLICY, "ecr:PutLifecyclePolicy", TEMPLATE),
                row(operation, Occasion.KMS_KEY, "kms:CreateGrant", CALLER),
                row(operation, Occasion.KMS_KEY, "kms:DescribeKey", CALLER),
                row(operation, Occasion.CUSTOM_ROLE, "iam:PassRole", CALLER));
    }

    private static Stream<RequiredAction> ownOfEcr(ActionScope scope, String... operations) {
        return own("ecr", scope, operations);
    }

    /** Operations that perform, always, the action of their own name. */
    private static Stream<RequiredAction> own(String service, ActionScope scope, String... operations) {
        return Stream.of(operations).map(name -> row(name, Occasion.ALWAYS, service + ":" + name, scope));
    }

    private static RequiredAction row(String endpoint, Occasion occasion, String action, ActionScope scope) {
        return new RequiredAction(endpoint, occasion, action, scope);
    }

    /** The whole table. */
    public static List<RequiredAction> all() {
        return TABLE;
    }

    /**
     * The actions of an endpoint, each once, of some occasions and in one scope; none at all is possible.
     *
     * @throws IllegalArgumentException for an endpoint that the table has not: it must not pass for one that needs nothing
     */
    public static List<String> of(String endpoint, Set<Occasion> occasions, ActionScope scope) {
        List<RequiredAction> rows = TABLE.stream().filter(row -> row.endpoint().equals(endpoint)).toList();
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("nothing is known of what " + endpoint + " performs");
        }
        return rows.stream()
                .filter(row -> occasions.contains(row.occasion()) && row.scope() == scope)
                .map(RequiredAction::action)
                .distinct()
                .toList();
    }
}
