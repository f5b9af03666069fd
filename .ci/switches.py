"""What the switches of ./ferry up turn on, with boto3: filters that ECR does not know, which boto3 sends unchecked, first where they
are refused, then with --extensions; and events at the source with --source-events.

    .ci/new-operations
"""
import sys
import tempfile
import time

import ferry
from pushes import client, demand, push, refused, until_complete

ACCOUNT, SOURCE, DESTINATION = "111122223388", "us-west-2", "eu-west-1"
FILTERS = [{"filter": "team/*", "filterType": "WILDCARD_MATCH"}, {"filter": "*-test", "filterType": "EXCLUDE_WILDCARD_MATCH"},
           {"filter": "v*", "filterType": "TAG_WILDCARD_MATCH"}, {"filter": "*-rc*", "filterType": "EXCLUDE_TAG_WILDCARD_MATCH"}]


def configure(ecr, filters):
    ecr.put_replication_configuration(replicationConfiguration={"rules": [
        {"destinations": [{"region": DESTINATION, "registryId": ACCOUNT}], "repositoryFilters": filters}]})


def told(ecr):
    return [rule["repositoryFilters"] for rule in ecr.describe_registry()["replicationConfiguration"]["rules"]]


def main(endpoint):
    ecr = client(endpoint, ACCOUNT, SOURCE)
    refused(lambda: configure(ecr, FILTERS[2:3]), "InvalidParameterException")
    demand(told(ecr) == [], "nothing is configured")
    with tempfile.NamedTemporaryFile(mode="r", encoding="utf-8") as log:
        switched_on(log)


def switched_on(log):
    with ferry.running(log.name, ["--extensions", "--source-events"]) as endpoint:
        ecr, there = client(endpoint, ACCOUNT, SOURCE), client(endpoint, ACCOUNT, DESTINATION)
        refused(lambda: configure(ecr, [*FILTERS, {"filter": "team/*", "filterType": "EXCLUDE_WILDCARD_MATCH"}]),
                "InvalidParameterException")
        configure(ecr, FILTERS)
        demand(told(ecr) == [FILTERS], "the filters are told as they were given")
        for repository in ("team/app", "team/app-test"):
            ecr.create_repository(repositoryName=repository)
            for tag in ("v1-rc1", "dev", "v1"):
                push(ecr, repository, tag, f"{repository} {tag}".encode())
        until_complete(ecr, "team/app", "v1")
        demand([image["imageTag"] for image in there.list_images(repositoryName="team/app")["imageIds"]] == ["v1"],
               "the one tag that the filters pick arrives")
        demand([one["repositoryName"] for one in there.describe_repositories()["repositories"]] == ["team/app"],
               "the repository that they exclude does not")
        for repository, tag in (("team/app", "dev"), ("team/app", "v1-rc1"), ("team/app-test", "v1")):
            demand(ecr.describe_image_replication_status(repositoryName=repository, imageId={"imageTag": tag})[
                "replicationStatuses"] == [], f"{repository}:{tag} goes nowhere")
        end = time.monotonic() + 60
        while not (events := [line for line in log if "ECR Replication Source Action" in line]):
            if time.monotonic() > end:
                sys.exit("no event at the source within a minute")
            time.sleep(0.1)
        demand(SOURCE in events[0], "the source is told of the end")
