package dev.ferry.cli.demo;

/** The commands of the AWS CLI that do what the demo does, for whoever wants to do it again. */
final class AwsCli {
    /** Lets another account's registry replicate into this one; the text of the command and of the request. */
    static final String POLICY = """
            {"Version": "2012-10-17", "Statement": [{"Sid": "Replicas", "Effect": "Allow",
              "Principal": {"AWS": "arn:aws:iam::111122223333:root"},
              "Action": ["ecr:CreateRepository", "ecr:ReplicateImage"],
              "Resource": "arn:aws:ecr:us-east-1:444455556666:repository/team/*"}]}""";

    /** For {@code ./ferry up}, where the access key id is the account. */
    static final String SETTINGS = """
            export AWS_ENDPOINT_URL=http://localhost:8080 AWS_DEFAULT_REGION=us-west-2
            export AWS_ACCESS_KEY_ID=111122223333 AWS_SECRET_ACCESS_KEY=any""";

    static final String PUT_REGISTRY_POLICY =
            "AWS_ACCESS_KEY_ID=444455556666 aws ecr put-registry-policy --region us-east-1 --policy-text '\n"
                    + POLICY.indent(2).stripTrailing() + "'";

    static final String PUT_REPLICATION_CONFIGURATION = """
            aws ecr put-replication-configuration --replication-configuration '{"rules": [{
              "destinations": [{"region": "eu-west-1", "registryId": "111122223333"},
                               {"region": "us-east-1", "registryId": "444455556666"}],
              "repositoryFilters": [{"filter": "team/", "filterType": "PREFIX_MATCH"}]}]}'""";

    /** What a push does with each layer that the registry has not. */
    static final String PUSH_LAYER =
            "aws ecr initiate-layer-upload ...; upload-layer-part ...; complete-layer-upload ...";

    private AwsCli() {}

    static String createRepository(String repository) {
        return "aws ecr create-repository --repository-name " + repository;
    }

    static String putImage(String repository, String tag) {
        return "aws ecr put-image --repository-name " + repository + " --image-tag " + tag
                + " --image-manifest file://manifest.json";
    }

    static String describeImageReplicationStatus(String repository, String tag) {
        return "aws ecr describe-image-replication-status --repository-name " + repository + " --image-id imageTag="
                + tag;
    }

    static String batchGetImage(DemoRegistry registry, String repository, String tag) {
        return "AWS_ACCESS_KEY_ID=" + registry.account() + " aws ecr batch-get-image --region " + registry.region()
                + " \\\n    --repository-name " + repository + " --image-ids imageTag=" + tag;
    }
}
