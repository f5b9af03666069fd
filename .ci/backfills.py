"""Runs a backfill from its start to its results with the first boto3 that has the operations, against the packaged functions.

    .ci/new-operations
"""
import sys
import time

from pushes import client, demand, push, refused

ACCOUNT, SOURCE, DESTINATION = "111122223355", "us-west-2", "eu-west-1"
PATIENCE = 300


def until_ended(ecr, backfill):
    end = time.monotonic() + PATIENCE
    while True:
        now = ecr.describe_replication_backfill_results(replicationBackfillId=backfill)
        if now["status"] in ("COMPLETE", "FAILED", "STOPPED"):
            return now
        if time.monotonic() > end:
            sys.exit(f"{now['status']} after {PATIENCE} s")
        time.sleep(0.5)


def main(endpoint):
    ecr, there = client(endpoint, ACCOUNT, SOURCE), client(endpoint, ACCOUNT, DESTINATION)
    ecr.create_repository(repositoryName="team/app")
    for tag in ("latest", "v1", "v2"):
        push(ecr, "team/app", tag, tag.encode())
    to = {"region": DESTINATION, "registryId": ACCOUNT}
    refused(lambda: ecr.start_replication_backfill(destination=to), "InvalidParameterException")
    ecr.put_replication_configuration(replicationConfiguration={"rules": [{"destinations": [to]}]})
    demand(not ecr.describe_image_replication_status(repositoryName="team/app", imageId={"imageTag": "v1"})[
        "replicationStatuses"], "configuring copies nothing")

    started = ecr.start_replication_backfill(destination=to)
    demand(started["status"] == "PREPARING" and started["destination"] == to, "it starts PREPARING")
    ended = until_ended(ecr, started["replicationBackfillId"])
    demand(ended["status"] == "COMPLETE", "it ends COMPLETE")
    demand(ended["progress"] == {"totalReplicationCount": 3, "completedReplicationCount": 3, "failedReplicationCount": 0,
                                 "failureCodes": []}, "three replications are counted")
    demand(sorted(result["imageId"]["imageTag"] for result in ended["results"]) == ["latest", "v1", "v2"],
           "there is a result for each image")
    demand(len(there.list_images(repositoryName="team/app")["imageIds"]) == 3, "the images have arrived")
    listed = ecr.list_replication_backfills()["backfills"]
    demand([one["replicationBackfillId"] for one in listed] == [started["replicationBackfillId"]], "it is listed")

    refused(lambda: ecr.stop_replication_backfill(replicationBackfillId=started["replicationBackfillId"]),
            "ReplicationBackfillInvalidStatusException")
    refused(lambda: ecr.stop_replication_backfill(replicationBackfillId="0190a0b0-0000-7000-8000-000000000000"),
            "ReplicationBackfillNotFoundException")
