"""Ferry beside CNCF distribution (Debian's docker-registry), in one run and with the same client: how fast a layer of 1 GiB
is pushed and pulled, one and four at a time, and how fast an image of 100 MB gets to five places.
"""
import contextlib
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import ferry
import images
import round_trips

GIB = 1 << 30
DESTINATIONS = ("us-east-1", "us-east-2", "eu-west-1", "eu-central-1", "ap-southeast-2")


@contextlib.contextmanager
def docker_registry(folder):
    """CNCF distribution with its files in a folder and as it comes otherwise; yields its host."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configuration = folder / "docker-registry.yml"
    configuration.write_text(f"""
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: {folder / 'docker-registry'}}}}}
http: {{addr: "127.0.0.1:{port}"}}
""")
    registry = subprocess.Popen(["docker-registry", "serve", str(configuration)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/").close()
                break
            time.sleep(0.05)
        yield f"localhost:{port}"
    finally:
        registry.terminate()
        registry.wait()


def layers(folder, count, size):
    """Images of one layer each, no two the same; their layouts."""
    layouts = []
    for number in range(count):
        layout = images.Layout(folder / f"{size}-{number}", "bench")
        layout.tagged(layout.image([layout.large_blob(images.TAR, size + number * images.BLOCK)]))
        layouts.append(layout.folder)
    return layouts


def side_by_side(task, arguments):
    """How long it takes to do all at a time, in seconds."""
    began = time.monotonic()
    with ThreadPoolExecutor(len(arguments)) as threads:
        list(threads.map(task, arguments))
    return time.monotonic() - began


class Bench:
    """One registry under the client."""

    def __init__(self, host, repository, environment, folder):
        self.host, self.repository, self.environment, self.folder = host, repository, environment, folder

    def push(self, layout):
        round_trips.run("crane", "push", "--insecure", str(layout), f"{self.host}/{self.repository}:{layout.name}",
                        **self.environment)

    def pull(self, layout):
        digest = max((layout / "blobs" / "sha256").iterdir(), key=lambda blob: blob.stat().st_size).name
        subprocess.run(["crane", "blob", "--insecure", f"{self.host}/{self.repository}@sha256:{digest}"], check=True,
                       stdout=subprocess.DEVNULL, env=os.environ | self.environment)


def compare(what, size, ours, theirs):
    print(f"{what:28} Ferry {size / ours / 1e6:7.1f} MB/s   docker-registry {size / theirs / 1e6:7.1f} MB/s   "
          f"ratio {theirs / ours:5.2f}", flush=True)


def main():
    os.environ["PATH"] = f"{pathlib.Path('target/ci/bin').resolve()}:{os.environ['PATH']}"
    with tempfile.TemporaryDirectory() as scratch, ferry.running("target/ci/bench-ferry.log") as endpoint:
        folder = pathlib.Path(scratch)
        os.environ["HOME"] = scratch
        source = ferry.Registry(endpoint, "111122223333", "us-west-2")
        source.ecr.create_repository(repositoryName="bench/layers")
        warm, *five = layers(folder / "layouts", 6, GIB)
        with docker_registry(folder) as host:
            ours = Bench(source.host, "bench/layers", round_trips.Crane.login(source, folder / "crane"), folder)
            theirs = Bench(host, "bench/layers", {}, folder)
            for bench in (ours, theirs):
                bench.push(warm)
            for what, some in (("push, one layer", five[:1]), ("push, four side by side", five[1:])):
                compare(what, len(some) * GIB, *(side_by_side(bench.push, some) for bench in (ours, theirs)))
            for what, some in (("pull, one layer", five[:1]), ("pull, four side by side", five[1:])):
                compare(what, len(some) * GIB, *(side_by_side(bench.pull, some) for bench in (ours, theirs)))
            replication(folder, source, theirs)


def replication(folder, source, theirs):
    """Five Regions by Ferry, and five copies by skopeo from one repository to five others."""
    source.ecr.put_replication_configuration(replicationConfiguration={"rules": [
        {"destinations": [{"region": region, "registryId": source.account} for region in DESTINATIONS]}]})
    source.ecr.create_repository(repositoryName="bench/image")
    (layout,) = layers(folder / "image", 1, 100 * images.BLOCK)
    copied = folder / "copied"
    shutil.copytree(layout, copied)
    reference = f"{source.host}/bench/image:bench"
    round_trips.run("crane", "push", "--insecure", str(layout), reference, DOCKER_CONFIG=str(folder / "crane"))
    began = time.monotonic()
    while True:
        status = source.ecr.describe_image_replication_status(
            repositoryName="bench/image", imageId={"imageTag": "bench"})["replicationStatuses"]
        if len(status) == len(DESTINATIONS) and all(one["status"] == "COMPLETE" for one in status):
            break
        time.sleep(0.05)
    ours = time.monotonic() - began
    theirs.push(copied)
    began = time.monotonic()
    for region in DESTINATIONS:
        round_trips.run("skopeo", "--insecure-policy", "copy", "--src-tls-verify=false", "--dest-tls-verify=false",
                        f"docker://{theirs.host}/{theirs.repository}:{copied.name}",
                        f"docker://{theirs.host}/bench/{region}:bench")
    print(f"100 MB to five destinations: Ferry {ours:.1f} s, skopeo copy x 5 {time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
