"""What we release reaches Ireland, and what we try out stays here."""

import hashlib
import json
import time

import pytest

OCI = "application/vnd.oci.image."


@pytest.fixture
def west(ecr, account):
    west = ecr("us-west-2")
    west.put_replication_configuration(
        replicationConfiguration={
            "rules": [
                {
                    "destinations": [{"region": "eu-west-1", "registryId": account}],
                    "repositoryFilters": [{"filterType": "PREFIX_MATCH", "filter": "release/"}],
                }
            ]
        }
    )
    for name in "release/app", "scratch/app":
        west.create_repository(repositoryName=name)
    return west


def push(ecr, repository, tag):
    def upload(blob):
        upload_id = ecr.initiate_layer_upload(repositoryName=repository)["uploadId"]
        ecr.upload_layer_part(
            repositoryName=repository, uploadId=upload_id, partFirstByte=0, partLastByte=len(blob) - 1, layerPartBlob=blob
        )
        digest = "sha256:" + hashlib.sha256(blob).hexdigest()
        ecr.complete_layer_upload(repositoryName=repository, uploadId=upload_id, layerDigests=[digest])
        return {"digest": digest, "size": len(blob)}

    layer = upload(f"{repository}:{tag}".encode())
    config = upload(json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode())
    manifest = {
        "schemaVersion": 2,
        "mediaType": OCI + "manifest.v1+json",
        "config": {"mediaType": OCI + "config.v1+json", **config},
        "layers": [{"mediaType": OCI + "layer.v1.tar", **layer}],
    }
    image = ecr.put_image(repositoryName=repository, imageTag=tag, imageManifest=json.dumps(manifest))
    return image["image"]["imageId"]["imageDigest"]


def statuses(ecr, repository, tag):
    answer = ecr.describe_image_replication_status(repositoryName=repository, imageId={"imageTag": tag})
    return [status["status"] for status in answer["replicationStatuses"]]


def await_replicated(ecr, repository, tag, seconds=60):
    deadline = time.monotonic() + seconds
    while "IN_PROGRESS" in (now := statuses(ecr, repository, tag)):
        assert time.monotonic() < deadline, now
        time.sleep(0.05)
    assert now and set(now) == {"COMPLETE"}, now


def test_releases_reach_ireland(west, ecr):
    digest = push(west, "release/app", "1.0")

    await_replicated(west, "release/app", "1.0")

    images = ecr("eu-west-1").list_images(repositoryName="release/app")["imageIds"]
    assert images == [{"imageDigest": digest, "imageTag": "1.0"}]


def test_experiments_stay_here(west, ecr):
    push(west, "scratch/app", "1.0")
    push(west, "release/app", "1.0")

    await_replicated(west, "release/app", "1.0")  # behind it on the same way

    assert statuses(west, "scratch/app", "1.0") == []
    ireland = ecr("eu-west-1")
    with pytest.raises(ireland.exceptions.RepositoryNotFoundException):
        ireland.list_images(repositoryName="scratch/app")
