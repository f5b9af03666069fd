"""What the scripts that use boto3 have in common: pushes, and what is demanded of an answer."""
import hashlib
import json
import sys
import time

import boto3
import botocore.exceptions

import ferry

OCI = "application/vnd.oci.image"


def client(endpoint, account, region):
    return boto3.client("ecr", region_name=region, endpoint_url=endpoint,
                        aws_access_key_id=account, aws_secret_access_key=ferry.SECRET)


def upload(ecr, repository, blob):
    digest = "sha256:" + hashlib.sha256(blob).hexdigest()
    there = ecr.batch_check_layer_availability(repositoryName=repository, layerDigests=[digest])["layers"][0]
    if there["layerAvailability"] != "AVAILABLE":
        number = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
        ecr.upload_layer_part(repositoryName=repository, uploadId=number, partFirstByte=0, partLastByte=len(blob) - 1,
                              layerPartBlob=blob)
        ecr.complete_layer_upload(repositoryName=repository, uploadId=number, layerDigests=[digest])
    return {"digest": digest, "size": len(blob)}


def push(ecr, repository, tag, layer):
    manifest = {"schemaVersion": 2, "mediaType": f"{OCI}.manifest.v1+json",
                "config": {"mediaType": f"{OCI}.config.v1+json", **upload(ecr, repository, b"{}")},
                "layers": [{"mediaType": f"{OCI}.layer.v1.tar", **upload(ecr, repository, layer)}]}
    image = ecr.put_image(repositoryName=repository, imageManifest=json.dumps(manifest), imageTag=tag)["image"]
    return image["imageId"]["imageDigest"]


def until_complete(ecr, repository, tag, patience=120):
    end = time.monotonic() + patience
    while True:
        statuses = [one["status"] for one in ecr.describe_image_replication_status(
            repositoryName=repository, imageId={"imageTag": tag})["replicationStatuses"]]
        if statuses and set(statuses) == {"COMPLETE"}:
            return
        if "FAILED" in statuses or time.monotonic() > end:
            sys.exit(f"{repository}:{tag} is {statuses}")
        time.sleep(0.1)


def demand(holds, what):
    if not holds:
        sys.exit(f"not so: {what}")
    print(f"{what}: as it should be", flush=True)


def refused(call, error):
    try:
        call()
    except botocore.exceptions.ClientError as answer:
        code = answer.response["Error"]["Code"]
        if code != error:
            raise
        print(f"refused with {error}: as it should be", flush=True)
        return
    sys.exit(f"not refused with {error}")
