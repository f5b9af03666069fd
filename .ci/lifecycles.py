"""Puts a lifecycle policy, previews it, has it carried out, and sees what it takes go at the destination, too; archives an image
and restores it. With the first boto3 of the other scripts, against the packaged functions.

    .ci/new-operations
"""
import json
import subprocess
import sys
import time

from pushes import client, demand, push, refused

ACCOUNT, SOURCE, DESTINATION = "111122223377", "us-west-2", "eu-west-1"
PATIENCE = 120
REPOSITORY = "team/app"


def policy(left):
    return json.dumps({"rules": [{"rulePriority": 1, "description": "the youngest stay",
                                  "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": left},
                                  "action": {"type": "expire"}}]})


def tags(ecr):
    try:
        return sorted(image["imageTag"] for image in ecr.list_images(repositoryName=REPOSITORY)["imageIds"])
    except ecr.exceptions.RepositoryNotFoundException:
        return []


def until(holds, what):
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            sys.exit(f"{what}: not after {PATIENCE} s")
        time.sleep(0.1)
    print(f"{what}: as it should be", flush=True)


def main(endpoint, data):
    ecr, there = client(endpoint, ACCOUNT, SOURCE), client(endpoint, ACCOUNT, DESTINATION)
    ecr.put_replication_configuration(replicationConfiguration={"rules": [{
        "destinations": [{"region": DESTINATION, "registryId": ACCOUNT}], "deleteReplication": {"enabled": True}}]})
    ecr.create_repository(repositoryName=REPOSITORY)
    for tag in ("v1", "v2", "v3"):
        push(ecr, REPOSITORY, tag, tag.encode())
    until(lambda: tags(there) == ["v1", "v2", "v3"], "three images arrive at the destination")

    refused(lambda: ecr.get_lifecycle_policy(repositoryName=REPOSITORY), "LifecyclePolicyNotFoundException")
    refused(lambda: ecr.put_lifecycle_policy(repositoryName=REPOSITORY, lifecyclePolicyText=policy(0)),
            "InvalidParameterException")
    ecr.put_lifecycle_policy(repositoryName=REPOSITORY, lifecyclePolicyText=policy(1))
    demand(ecr.get_lifecycle_policy(repositoryName=REPOSITORY)["lifecyclePolicyText"] == policy(1),
           "the policy is told as it was put")

    refused(lambda: ecr.get_lifecycle_policy_preview(repositoryName=REPOSITORY), "LifecyclePolicyPreviewNotFoundException")
    started = ecr.start_lifecycle_policy_preview(repositoryName=REPOSITORY)
    demand(started["status"] == "IN_PROGRESS", "a preview is in progress")
    ecr.get_waiter("lifecycle_policy_preview_complete").wait(
        repositoryName=REPOSITORY, WaiterConfig={"Delay": 1, "MaxAttempts": PATIENCE})
    preview = ecr.get_lifecycle_policy_preview(repositoryName=REPOSITORY)
    demand(sorted(result["imageTags"] for result in preview["previewResults"]) == [["v1"], ["v2"]],
           "the preview tells of the two older images")
    demand(preview["summary"]["expiringImageTotalCount"] == 2, "and counts them")
    demand(tags(ecr) == ["v1", "v2", "v3"], "and takes none")

    subprocess.run(["./ferry", "lifecycle", "run", "--data", data], check=True)
    until(lambda: tags(ecr) == ["v3"], "the policy takes them")
    until(lambda: tags(there) == ["v3"], "they go at the destination")
    until(lambda: ecr.get_lifecycle_policy(repositoryName=REPOSITORY)["lastEvaluatedAt"].year > 1970,
          "the time of the evaluation is told")

    image = {"imageTag": "v3"}
    demand(ecr.update_image_storage_class(repositoryName=REPOSITORY, imageId=image, targetStorageClass="ARCHIVE")[
        "imageStatus"] == "ARCHIVED", "an image is archived")
    demand(not ecr.batch_get_image(repositoryName=REPOSITORY, imageIds=[image])["images"], "and cannot be pulled")
    demand(tags(ecr) == [] and tags(there) == ["v3"], "is not listed, and stays at the destination")
    ecr.update_image_storage_class(repositoryName=REPOSITORY, imageId=image, targetStorageClass="STANDARD")
    demand(len(ecr.batch_get_image(repositoryName=REPOSITORY, imageIds=[image])["images"]) == 1, "restored, it can be")
