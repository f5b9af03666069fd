"""Replicates deletions with the first boto3 that has them, to another Region and to another account, against the packaged
functions.

    .ci/new-operations
"""
import json
import sys
import time

from pushes import client, demand, push

ACCOUNT, PARTNER, SOURCE, OTHER_REGION = "111122223366", "444455556677", "us-west-2", "eu-west-1"
PATIENCE = 120


def tags(ecr, repository):
    try:
        return sorted(image["imageTag"] for image in ecr.list_images(repositoryName=repository)["imageIds"])
    except ecr.exceptions.RepositoryNotFoundException:
        return []


def until(wanted, what, *registries):
    end = time.monotonic() + PATIENCE
    while any(tags(there, "team/app") != wanted for there in registries):
        if time.monotonic() > end:
            sys.exit(f"{what}: not after {PATIENCE} s, but {[tags(there, 'team/app') for there in registries]}")
        time.sleep(0.1)
    print(f"{what}: as it should be", flush=True)


def main(endpoint):
    source = client(endpoint, ACCOUNT, SOURCE)
    region, partner = client(endpoint, ACCOUNT, OTHER_REGION), client(endpoint, PARTNER, SOURCE)
    partner.put_registry_policy(policyText=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "replication", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": ["ecr:ReplicateImage", "ecr:CreateRepository"],
        "Resource": f"arn:aws:ecr:{SOURCE}:{PARTNER}:repository/*"}]}))
    rule = {"destinations": [{"region": OTHER_REGION, "registryId": ACCOUNT}, {"region": SOURCE, "registryId": PARTNER}],
            "deleteReplication": {"enabled": True}}
    source.put_replication_configuration(replicationConfiguration={"rules": [rule]})
    told = source.describe_registry()["replicationConfiguration"]["rules"][0]
    demand(told["deleteReplication"] == {"enabled": True}, "the rule is told as it was given")

    source.create_repository(repositoryName="team/app")
    first = push(source, "team/app", "v1", b"first")
    push(source, "team/app", "latest", b"first")
    push(source, "team/app", "v2", b"second")
    until(["latest", "v1", "v2"], "three tags arrive at both destinations", region, partner)

    source.batch_delete_image(repositoryName="team/app", imageIds=[{"imageTag": "latest"}])
    until(["v1", "v2"], "one of two tags goes at both destinations", region, partner)
    source.batch_delete_image(repositoryName="team/app", imageIds=[{"imageTag": "v2"}])
    until(["v1"], "an image goes with its last tag at both destinations", region, partner)

    source.put_replication_configuration(replicationConfiguration={"rules": [rule | {"deleteReplication": {"enabled": False}}]})
    source.batch_delete_image(repositoryName="team/app", imageIds=[{"imageDigest": first}])
    push(source, "team/app", "v3", b"third")
    until(["v1", "v3"], "without deleteReplication an image stays that was deleted", region, partner)
