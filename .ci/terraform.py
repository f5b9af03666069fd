"""What Terraform's AWS provider asks of ECR, in its order: each resource is made, read, changed, read and destroyed, and then
read once more, as a refresh does.

    .ci/new-operations
"""
import json

import boto3

import ferry
from pushes import client, demand, push, refused

ACCOUNT, REGION, OTHER = "111122223399", "us-west-2", "eu-west-1"
ARN = f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/team/app"
POLICY = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Sid": "pull", "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::444455556666:root"}, "Action": "ecr:BatchGetImage"}]})


def lifecycle(count):
    return json.dumps({"rules": [{"rulePriority": 1, "description": f"keep {count}", "selection": {
        "tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": count}, "action": {"type": "expire"}}]})


def provider(endpoint):
    sts = boto3.client("sts", region_name=REGION, endpoint_url=endpoint,
                       aws_access_key_id=ACCOUNT, aws_secret_access_key=ferry.SECRET)
    demand(sts.get_caller_identity()["Account"] == ACCOUNT, "the provider knows its account")
    role = sts.assume_role(RoleArn="arn:aws:iam::444455556666:role/deployer", RoleSessionName="terraform")["Credentials"]
    there = boto3.client("ecr", region_name=REGION, endpoint_url=endpoint, aws_access_key_id=role["AccessKeyId"],
                         aws_secret_access_key=role["SecretAccessKey"], aws_session_token=role["SessionToken"])
    demand(there.create_repository(repositoryName="shared")["repository"]["registryId"] == "444455556666",
           "a provider that assumes a role works in the role's account")


def repository(ecr):
    made = ecr.create_repository(repositoryName="team/app", tags=[{"Key": "stage", "Value": "test"}], imageTagMutability="MUTABLE",
                                 imageScanningConfiguration={"scanOnPush": False},
                                 encryptionConfiguration={"encryptionType": "AES256"})["repository"]
    demand(made["repositoryArn"] == ARN, "a repository is made")

    def read():
        found = ecr.describe_repositories(repositoryNames=["team/app"])["repositories"][0]
        tags = ecr.list_tags_for_resource(resourceArn=ARN)["tags"]
        return found["imageTagMutability"], found["imageScanningConfiguration"]["scanOnPush"], {tag["Key"]: tag["Value"] for tag in tags}

    demand(read() == ("MUTABLE", False, {"stage": "test"}), "it is read as it was made")
    ecr.put_image_tag_mutability(repositoryName="team/app", imageTagMutability="IMMUTABLE")
    ecr.put_image_scanning_configuration(repositoryName="team/app", imageScanningConfiguration={"scanOnPush": True})
    ecr.untag_resource(resourceArn=ARN, tagKeys=["stage"])
    ecr.tag_resource(resourceArn=ARN, tags=[{"Key": "team", "Value": "a"}])
    demand(read() == ("IMMUTABLE", True, {"team": "a"}), "it is read as it was changed")


def policies(ecr):
    for what, put, get, delete, text, missing in (
            ("a lifecycle policy",
             lambda text: ecr.put_lifecycle_policy(repositoryName="team/app", lifecyclePolicyText=text),
             lambda: ecr.get_lifecycle_policy(repositoryName="team/app")["lifecyclePolicyText"],
             lambda: ecr.delete_lifecycle_policy(repositoryName="team/app"),
             (lifecycle(10), lifecycle(20)), "LifecyclePolicyNotFoundException"),
            ("a repository policy",
             lambda text: ecr.set_repository_policy(repositoryName="team/app", policyText=text),
             lambda: ecr.get_repository_policy(repositoryName="team/app")["policyText"],
             lambda: ecr.delete_repository_policy(repositoryName="team/app"),
             (POLICY, POLICY.replace("BatchGetImage", "ListImages")), "RepositoryPolicyNotFoundException"),
            ("a registry policy",
             lambda text: ecr.put_registry_policy(policyText=text),
             lambda: ecr.get_registry_policy()["policyText"],
             lambda: ecr.delete_registry_policy(),
             tuple(text.replace('"Action"', f'"Resource": "arn:aws:ecr:{REGION}:{ACCOUNT}:repository/*", "Action"')
                   for text in (POLICY, POLICY.replace("BatchGetImage", "ListImages"))), "RegistryPolicyNotFoundException")):
        for version in text:
            put(version)
            demand(json.loads(get()) == json.loads(version), f"{what} is read as it was put")
        delete()
        refused(get, missing)


def registry(ecr):
    rules = [{"destinations": [{"region": OTHER, "registryId": ACCOUNT}],
              "repositoryFilters": [{"filter": "prod", "filterType": "PREFIX_MATCH"}]}]
    for wanted in (rules, []):
        ecr.put_replication_configuration(replicationConfiguration={"rules": wanted})
        demand(ecr.describe_registry()["replicationConfiguration"]["rules"] == wanted, "a replication configuration is read as it was put")
    scanning = [{"scanFrequency": "CONTINUOUS_SCAN", "repositoryFilters": [{"filter": "prod-*", "filterType": "WILDCARD"}]}]
    for kind, wanted in (("ENHANCED", scanning), ("BASIC", [])):
        ecr.put_registry_scanning_configuration(scanType=kind, rules=wanted)
        demand(ecr.get_registry_scanning_configuration()["scanningConfiguration"] == {"scanType": kind, "rules": wanted},
               "a scanning configuration is read as it was put")
    ecr.put_account_setting(name="BASIC_SCAN_TYPE_VERSION", value="AWS_NATIVE")
    demand(ecr.get_account_setting(name="BASIC_SCAN_TYPE_VERSION")["value"] == "AWS_NATIVE", "an account setting is read as it was put")


def cache_rule(ecr):
    secret = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:ecr-pullthroughcache/hub"

    def read():
        return ecr.describe_pull_through_cache_rules(ecrRepositoryPrefixes=["hub"])["pullThroughCacheRules"][0]

    ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="hub", upstreamRegistryUrl="registry-1.docker.io", credentialArn=secret)
    demand(read()["credentialArn"] == secret, "a pull through cache rule is read as it was made")
    ecr.update_pull_through_cache_rule(ecrRepositoryPrefix="hub", credentialArn=secret + "-2")
    demand(read()["credentialArn"] == secret + "-2", "it is read as it was changed")
    ecr.delete_pull_through_cache_rule(ecrRepositoryPrefix="hub")
    refused(read, "PullThroughCacheRuleNotFoundException")


def template(ecr):
    def read():
        return ecr.describe_repository_creation_templates(prefixes=["prod"])["repositoryCreationTemplates"]

    ecr.create_repository_creation_template(prefix="prod", appliedFor=["REPLICATION"], description="first",
                                            lifecyclePolicy=lifecycle(5), resourceTags=[{"Key": "by", "Value": "template"}])
    demand(read()[0]["description"] == "first", "a creation template is read as it was made")
    ecr.update_repository_creation_template(prefix="prod", description="second")
    demand(read()[0]["description"] == "second", "it is read as it was changed")
    ecr.delete_repository_creation_template(prefix="prod")
    demand(read() == [], "it is gone once it was destroyed")


def data_sources(ecr):
    digest = push(ecr, "team/app", "1.0", b"layer")
    image = ecr.describe_images(repositoryName="team/app", imageIds=[{"imageTag": "1.0"}])["imageDetails"][0]
    demand(image["imageDigest"] == digest and image["imageTags"] == ["1.0"], "an image is found by its tag")
    demand(ecr.list_images(repositoryName="team/app")["imageIds"] == [{"imageDigest": digest, "imageTag": "1.0"}],
           "images are listed")
    demand(ecr.get_authorization_token()["authorizationData"][0]["proxyEndpoint"].startswith("http"), "a token is had")


def main(endpoint):
    ecr = client(endpoint, ACCOUNT, REGION)
    provider(endpoint)
    repository(ecr)
    policies(ecr)
    registry(ecr)
    cache_rule(ecr)
    template(ecr)
    data_sources(ecr)
    ecr.delete_repository(repositoryName="team/app", force=True)
    refused(lambda: ecr.describe_repositories(repositoryNames=["team/app"]), "RepositoryNotFoundException")
