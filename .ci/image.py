"""Docker, and `./ferry image`, on one engine and one Ferry: docker's image arrives where it is replicated to; the image that
`./ferry image` makes from a base runs, and one that it pushes replicates.

    .ci/install-clients, then target/ci/bin/python .ci/image.py
"""
import pathlib
import subprocess
import sys
import tempfile
import threading

import docker_engine
import ferry
import java_base
import round_trips

ACCOUNT = "111122223399"
REPOSITORY = pathlib.Path.home() / ".m2" / "repository"


def answers(docker, log):
    """Runs the image as nobody in particular. What it would fetch, it takes from Maven's files."""
    command = [*docker, "run", "--rm", "--network", "host", "--user", "1000", "--env", "MVNW_REPOURL=file:///repository",
               "--volume", f"{REPOSITORY}:/repository:ro", "--name", "ferry", "ferry", "up", "--port", "0"]
    with open(log, "w", encoding="utf-8") as out, \
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=out, text=True) as container:
        try:
            ready = container.stdout.readline()
            if not ready.startswith("ready "):
                sys.exit(f"the container did not start; see {log}")
            threading.Thread(target=container.stdout.read, daemon=True).start()
            west = ferry.Registry(ready.split()[1], ACCOUNT, "us-west-2")
            west.ecr.create_repository(repositoryName="in/container")
            names = [each["repositoryName"] for each in west.ecr.describe_repositories()["repositories"]]
            if names != ["in/container"]:
                sys.exit(f"the container has {names}")
        finally:
            subprocess.run([*docker, "stop", "--time", "30", "ferry"], check=True, stdout=subprocess.DEVNULL)


def main():
    with tempfile.TemporaryDirectory() as scratch, docker_engine.engine(pathlib.Path(scratch) / "engine") as address, \
            ferry.running("target/ci/docker-ferry.log") as endpoint:
        folder = pathlib.Path(scratch)
        docker_engine.round_trip(address, endpoint, folder)

        base, archive = folder / "base.tar", folder / "ferry.tar"
        java_base.main(base)
        round_trips.run("./ferry", "image", "--base", f"tar:{base}", "--tar", str(archive))
        docker = ["docker", "--host", address]
        round_trips.run(*docker, "load", "--input", str(archive))
        answers(docker, "target/ci/image-container.log")

        source = ferry.Registry(endpoint, ACCOUNT, "us-west-2")
        destination = ferry.Registry(endpoint, "444455556699", "eu-west-1")
        round_trips.agree(source, destination)
        source.ecr.create_repository(repositoryName="clients/ferry")
        login = docker_engine.Docker(address, source, folder / "login")
        reference = source.uri("clients/ferry") + ":1.0"
        pushed = round_trips.run("env", f"DOCKER_CONFIG={folder / 'login'}", "./ferry", "image", "--insecure", "--base", f"tar:{base}", "--to", reference)
        round_trips.await_replication(source, "clients/ferry", "1.0")
        login("pull", reference)
        arrived = destination.ecr.describe_images(repositoryName="clients/ferry")["imageDetails"][0]["imageDigest"]
        if arrived != pushed.strip():
            sys.exit(f"{arrived} arrived, but {pushed} was pushed")
    print("the image of ferry.jar runs, and replicates")


if __name__ == "__main__":
    main()
