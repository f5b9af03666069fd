"""Docker itself against a Ferry of its own, by what ECR's API names. It logs in as soon as Ferry answers at all, since it
gives up after 15 seconds; then an image is built and pushed, and pulled where it was replicated to.
"""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

import ferry
import round_trips

DEBIAN = pathlib.Path("target/ci/debian").resolve()
STARTED_WITHIN = 60
DOCKERFILE = """FROM base
RUN ["/bin/busybox", "dd", "if=/dev/urandom", "of=/made", "bs=1M", "count=20"]
CMD ["/bin/busybox", "cat", "/made"]
"""


@contextlib.contextmanager
def engine(folder, bridge="none"):
    """Yields the address of an engine of its own, which has no network but that of a bridge that is there, and leaves nothing on
    the machine. It wants root; without, the machine's engine has to do."""
    if os.geteuid() != 0:
        yield os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
        return
    address = f"unix://{folder}/socket"
    os.environ["PATH"] = f"{DEBIAN}/usr/bin:{DEBIAN}/usr/sbin:{os.environ['PATH']}"
    with open("target/ci/dockerd.log", "w", encoding="utf-8") as log:
        process = subprocess.Popen(
            ["dockerd", f"--data-root={folder}/data", f"--exec-root={folder}/exec", f"--pidfile={folder}/pid",
             f"--host={address}", f"--bridge={bridge}", "--iptables=false", "--ip6tables=false", "--storage-driver=vfs",
             "--insecure-registry=127.0.0.0/8"], stdout=log, stderr=log)
        try:
            end = time.monotonic() + STARTED_WITHIN
            while subprocess.run(["docker", "--host", address, "info"], capture_output=True).returncode != 0:
                if process.poll() is not None or time.monotonic() > end:
                    sys.exit("dockerd does not start; see target/ci/dockerd.log")
                time.sleep(0.1)
            yield address
        finally:
            process.terminate()
            process.wait(timeout=60)
            for mounted in pathlib.Path(folder, "exec", "netns").glob("*"):  # which it leaves, and a folder with it can't go
                subprocess.run(["umount", str(mounted)], check=True)


class Docker:
    """Docker's client, logged in at one registry."""

    def __init__(self, address, registry, folder):
        self.command = ["docker", "--host", address, "--config", str(folder)]
        host, password = registry.proxy().removeprefix("http://"), registry.password()
        began = time.monotonic()
        login = subprocess.run([*self.command, "login", "--username", "AWS", "--password-stdin", host],
                               input=password, text=True, capture_output=True)
        if login.returncode != 0:
            sys.exit(f"docker login failed: {login.stderr}")
        print(f"docker   login      {time.monotonic() - began:6.1f} s", flush=True)

    def __call__(self, *arguments):
        return round_trips.run(*self.command, *arguments)

    def digest(self, reference):
        inspected = json.loads(self("image", "inspect", reference))[0]
        return inspected["Id"], {one.rpartition("@")[2] for one in inspected["RepoDigests"]}


def build(docker, folder, reference):
    context = folder / "context"
    (context / "tree" / "bin").mkdir(parents=True)
    shutil.copy(DEBIAN / "bin" / "busybox", context / "tree" / "bin")
    round_trips.run("tar", "-C", str(context / "tree"), "-cf", str(context / "tree.tar"), ".")
    docker("import", str(context / "tree.tar"), "base")
    (context / "Dockerfile").write_text(DOCKERFILE)
    docker("build", "--network", "host", "--tag", reference, str(context))


def round_trip(address, endpoint, folder):
    source = ferry.Registry(endpoint, "111122223333", "us-west-2")
    destination = ferry.Registry(endpoint, "444455556666", "eu-west-1")
    docker = Docker(address, source, folder / "source")
    round_trips.agree(source, destination)
    source.ecr.create_repository(repositoryName="clients/docker")
    reference = source.uri("clients/docker") + ":built"
    build(docker, folder, reference)
    began = time.monotonic()
    docker("push", reference)
    pushed = time.monotonic()
    round_trips.await_replication(source, "clients/docker", "built")
    replicated = time.monotonic()
    built = docker.digest(reference)

    there = Docker(address, destination, folder / "destination")
    docker("image", "rm", "--force", reference, "base")
    reference = destination.uri("clients/docker") + ":built"
    there("pull", reference)
    print(f"docker   push       {pushed - began:6.1f} s, replicated {replicated - pushed:5.1f} s, "
          f"pulled {time.monotonic() - replicated:5.1f} s")
    if there.digest(reference) != built:
        sys.exit(f"docker pulled {there.digest(reference)}, but pushed {built}")
    print("docker's image arrived, as it was built")
