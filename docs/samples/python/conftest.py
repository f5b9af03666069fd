"""A cloud for all tests of the run, and an account of its own for each."""

import itertools
import os
import random
import subprocess

import boto3
import pytest

accounts = itertools.count(random.randrange(10**11, 9 * 10**11))


@pytest.fixture(scope="session")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ferry")
    command = ["java", "-jar", os.environ.get("FERRY_JAR", "ferry.jar"), "up", "--port", "0", "--data", folder / "data"]
    with open(folder / "ferry.log", "w") as log, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as ferry:
        try:
            ready = ferry.stdout.readline()
            assert ready.startswith("ready "), (folder / "ferry.log").read_text()
            yield ready.split()[1]
        finally:
            ferry.terminate()


@pytest.fixture
def account():
    return str(next(accounts))


@pytest.fixture
def ecr(endpoint, account):
    """Makes the account's client of a Region."""

    def client(region):
        return boto3.client(
            "ecr", region, endpoint_url=endpoint, aws_access_key_id=account, aws_secret_access_key="any"
        )

    return client
