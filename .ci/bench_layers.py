"""Ferry beside CNCF distribution (Debian's docker-registry), in one run and with the same client: how fast a layer of 1 GiB
is pushed and pulled, one and four at a time, what a small command takes, and how fast an image of 100 MB gets to five places.
They take turns, each first every other round; the medians of the rounds are printed. ROUNDS and LAYER_MIB change how much is done.
"""
import contextlib
import os
import pathlib
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import ferry
import images
import round_trips

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

    def inspect(self, layout):
        round_trips.run("skopeo", "--insecure-policy", "inspect", "--tls-verify=false",
                        f"docker://{self.host}/{self.repository}:{layout.name}",
                        REGISTRY_AUTH_FILE=str(self.folder / "crane" / "config.json"))

    def pull(self, layout):
        digest = max((layout / "blobs" / "sha256").iterdir(), key=lambda blob: blob.stat().st_size).name
        subprocess.run(["crane", "blob", "--insecure", f"{self.host}/{self.repository}@sha256:{digest}"], check=True,
                       stdout=subprocess.DEVNULL, env=os.environ | self.environment)


class Figures:
    """What was timed, by what was done: seconds for Ferry and for docker-registry, one pair a round."""

    def __init__(self):
        self.pairs = {}

    def add(self, what, size, ours, theirs):
        self.pairs.setdefault((what, size), []).append((ours, theirs))

    def print(self):
        for (what, size), pairs in self.pairs.items():
            ours, theirs = (statistics.median(times) for times in zip(*pairs))
            ratios = sorted(theirs / ours for ours, theirs in pairs)
            print(f"{what:24} Ferry {size / ours / 1e6:6.0f} MB/s   docker-registry {size / theirs / 1e6:6.0f} MB/s   "
                  f"ratio {statistics.median(ratios):.2f} (of {len(pairs)} rounds: {ratios[0]:.2f} to {ratios[-1]:.2f})",
                  flush=True)


def in_turn(number, benches, task, some):
    """Both do the same, and who begins changes from round to round; the seconds in the order of the benches."""
    order = benches if number % 2 == 0 else benches[::-1]
    seconds = {bench: side_by_side(getattr(bench, task), some) for bench in order}
    return [seconds[bench] for bench in benches]


def main():
    os.environ["PATH"] = f"{pathlib.Path('target/ci/bin').resolve()}:{os.environ['PATH']}"
    rounds, size = int(os.environ.get("ROUNDS", "3")), int(os.environ.get("LAYER_MIB", "1024")) * images.BLOCK
    figures = Figures()
    with tempfile.TemporaryDirectory() as scratch, ferry.running("target/ci/bench-ferry.log") as endpoint:
        folder = pathlib.Path(scratch)
        os.environ["HOME"] = scratch
        source = ferry.Registry(endpoint, "111122223333", "us-west-2")
        source.ecr.create_repository(repositoryName="bench/layers")
        with docker_registry(folder) as host:
            ours = Bench(source.host, "bench/layers", round_trips.Crane.login(source, folder / "crane"), folder)
            theirs = Bench(host, "bench/layers", {}, folder)
            (warm,) = layers(folder / "warm", 1, size // 2)
            for bench in (ours, theirs):
                bench.push(warm)
            for number in range(rounds):
                one, *four = layers(folder / f"round-{number}", 5, size + 8 * number * images.BLOCK)
                for task in ("push", "pull"):
                    for what, some in ((f"{task}, one layer", [one]), (f"{task}, four side by side", four)):
                        figures.add(what, len(some) * size, *in_turn(number, (ours, theirs), task, some))
                shutil.rmtree(folder / f"round-{number}")
            figures.print()
            pairs = [in_turn(number, (ours, theirs), "inspect", [warm]) for number in range(10)]
            here, there = (statistics.median(times) for times in zip(*pairs))
            print(f"skopeo inspect: Ferry {here * 1000:.0f} ms, docker-registry {there * 1000:.0f} ms", flush=True)
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
