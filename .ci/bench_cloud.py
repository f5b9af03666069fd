"""How light `./ferry up` is: from its start to the first replication, warm replications and calls, what it costs idle, how
many small pushes it takes at once, and how long one account's push waits behind another's backlog. Each row says what
processor time it took, of all of Ferry's processes, and the load of the machine before. ROUNDS changes how often it starts.
Single calls take turns with moto's server, which keeps all it knows in memory.
"""
import contextlib
import hashlib
import json
import os
import pathlib
import random
import signal
import socket
import statistics
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import botocore.exceptions

import ferry
import images

ROUNDS = int(os.environ.get("ROUNDS", "5"))
CALLS, CLIENTS, PUSHES, BACKLOG = 20, 8, 150, 400
TICKS = os.sysconf("SC_CLK_TCK")


def descendants(pid):
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [pid, *(one for child in children for one in descendants(int(child)))]


def processor_seconds(pid):
    """Of a process and all that it has started, which still run."""
    return sum(sum(map(int, pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13])) / TICKS
               for one in descendants(pid))


def processor_seconds_by_part(pid):
    """Of the cloud itself, its functions and DynamoDB Local."""
    parts = {"cloud": 0.0, "functions": 0.0, "DynamoDB Local": 0.0}
    for one in descendants(pid):
        command = pathlib.Path(f"/proc/{one}/cmdline").read_text()
        part = "DynamoDB Local" if "DynamoDbLocal" in command else "functions" if "LambdaRuntime" in command else "cloud"
        fields = pathlib.Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        parts[part] += sum(map(int, fields[11:13])) / TICKS
    return parts


def resident_mib(pid):
    lines = (line for one in descendants(pid) for line in pathlib.Path(f"/proc/{one}/status").read_text().splitlines())
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


@contextlib.contextmanager
def started():
    """A Ferry on a new folder: its endpoint and its process."""
    with tempfile.TemporaryDirectory() as data:
        process = subprocess.Popen(["./ferry", "up", "--port", "0", "--data", data], text=True,
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        try:
            yield next(line.split()[1] for line in process.stdout if line.startswith("ready ")), process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


@contextlib.contextmanager
def moto():
    """A moto server: an ECR client of it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(["target/ci/moto/bin/moto_server", "-H", "127.0.0.1", "-p", str(port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        peer = ferry.Registry(f"http://127.0.0.1:{port}", "111122223333", "us-west-2").ecr
        while True:
            try:
                peer.describe_registry()
                break
            except botocore.exceptions.EndpointConnectionError:
                time.sleep(0.1)
        peer.create_repository(repositoryName="bench/warm")
        yield peer
    finally:
        server.terminate()
        server.wait(timeout=60)


class Pusher:
    """A client of its own, which pushes small images that nobody else has."""

    def __init__(self, endpoint, account, region, repository):
        self.registry, self.repository = ferry.Registry(endpoint, account, region), repository
        self.ecr = self.registry.ecr

    def layer(self, content):
        digest = "sha256:" + hashlib.sha256(content).hexdigest()
        upload = self.ecr.initiate_layer_upload(repositoryName=self.repository)["uploadId"]
        self.ecr.upload_layer_part(repositoryName=self.repository, uploadId=upload, partFirstByte=0,
                                   partLastByte=len(content) - 1, layerPartBlob=content)
        self.ecr.complete_layer_upload(repositoryName=self.repository, uploadId=upload, layerDigests=[digest])
        return {"digest": digest, "size": len(content)}

    def manifest(self):
        layer, config = random.randbytes(1000), json.dumps({"random": random.random()}).encode()
        return json.dumps({"schemaVersion": 2, "mediaType": images.MANIFEST,
                           "config": {"mediaType": images.CONFIG} | self.layer(config),
                           "layers": [{"mediaType": images.GZIP} | self.layer(layer)]})

    def put(self, tag, manifest):
        self.ecr.put_image(repositoryName=self.repository, imageManifest=manifest, imageTag=tag)
        return time.monotonic()

    def push(self, tag):
        return self.put(tag, self.manifest())

    def await_complete(self, tag):
        while True:
            statuses = self.ecr.describe_image_replication_status(
                repositoryName=self.repository, imageId={"imageTag": tag})["replicationStatuses"]
            if statuses and all(one["status"] == "COMPLETE" for one in statuses):
                return time.monotonic()
            time.sleep(0.005)

    def replicate_to(self, *regions):
        self.ecr.put_replication_configuration(replicationConfiguration={"rules": [
            {"destinations": [{"region": region, "registryId": self.registry.account} for region in regions]}]})
        self.ecr.create_repository(repositoryName=self.repository)
        return self


def row(what, text, load):
    print(f"{what:44} {text}   (load before: {load:.1f})", flush=True)


def median(times):
    return f"{statistics.median(times):.2f} s ({min(times):.2f} to {max(times):.2f})"


def starts():
    load, seconds, processor, memory, processes = os.getloadavg()[0], [], [], [], 0
    for _ in range(ROUNDS):
        began = time.monotonic()
        with started() as (endpoint, pid):
            pusher = Pusher(endpoint, "111122223333", "us-west-2", "bench/first").replicate_to("eu-west-1")
            pusher.push("first")
            seconds.append(pusher.await_complete("first") - began)
            processor.append(processor_seconds(pid))
            memory.append(resident_mib(pid))
            processes = len(descendants(pid))
    row("start to first replication COMPLETE",
        f"{median(seconds)}, {statistics.median(processor):.1f} CPU-seconds, {statistics.median(memory):.0f} MiB in "
        f"{processes} processes", load)


def warm(endpoint):
    load = os.getloadavg()[0]
    pusher = Pusher(endpoint, "111122223333", "us-west-2", "bench/warm").replicate_to("eu-west-1")
    times = []
    for number in range(40):
        pushed = pusher.push(f"warm-{number}")
        times.append(pusher.await_complete(f"warm-{number}") - pushed)
    row("warm push to COMPLETE, one destination", f"{statistics.median(times[10:]) * 1000:.0f} ms", load)
    with moto() as peer:
        manifests = [pusher.manifest() for _ in range(4 * CALLS)]
        put = {"repositoryName": pusher.repository, "imageTag": "again"}
        in_turn("DescribeRegistry", load, pusher.ecr.describe_registry, peer.describe_registry)
        in_turn("PutImage", load, lambda: pusher.ecr.put_image(imageManifest=manifests.pop(), **put),
                lambda: peer.put_image(imageManifest=manifests.pop(), **put), lambda: pusher.await_complete("again"))
        in_turn("PutImage, while the one before replicates", load,
                lambda: pusher.ecr.put_image(imageManifest=manifests.pop(), **put),
                lambda: peer.put_image(imageManifest=manifests.pop(), **put))
    part = random.randbytes(3 * 1024 * 1024)
    upload = pusher.ecr.initiate_layer_upload(repositoryName=pusher.repository)["uploadId"]
    times = [seconds(lambda: pusher.ecr.upload_layer_part(
        repositoryName=pusher.repository, uploadId=upload, partFirstByte=number * len(part),
        partLastByte=(number + 1) * len(part) - 1, layerPartBlob=part)) for number in range(CALLS)]
    row("warm UploadLayerPart of 3 MiB", f"{statistics.median(times) * 1000:.0f} ms", load)


def seconds(call):
    began = time.monotonic()
    call()
    return time.monotonic() - began


def in_turn(name, load, ours, theirs, between=lambda: None):
    times = []
    for _ in range(CALLS):
        times.append((seconds(ours), seconds(theirs)))
        between()
    here, there = (statistics.median(one) * 1000 for one in zip(*times))
    row(f"warm {name}", f"{here:.1f} ms, moto's server {there:.1f} ms", load)


def many(endpoint, pid):
    load = os.getloadavg()[0]
    Pusher(endpoint, "222233334444", "us-west-2", "bench/many").replicate_to("eu-west-1", "us-east-1")
    pushers = [Pusher(endpoint, "222233334444", "us-west-2", "bench/many") for _ in range(CLIENTS)]
    began, before = time.monotonic(), processor_seconds_by_part(pid)

    def push(client):
        for number in range(client, PUSHES, CLIENTS):
            pushers[client].push(f"many-{number}")

    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(push, range(CLIENTS)))
    pushed = time.monotonic()
    for number in range(PUSHES):
        pushers[0].await_complete(f"many-{number}")
    ended = time.monotonic()
    row(f"{PUSHES} pushes by {CLIENTS} clients, two destinations",
        f"{PUSHES / (pushed - began):.1f} pushes/s, {2 * PUSHES / (ended - began):.1f} replications/s", load)
    spent = {part: now - before[part] for part, now in processor_seconds_by_part(pid).items()}
    row("CPU-seconds a replication of those", f"{sum(spent.values()) / (2 * PUSHES):.3f}: "
        + ", ".join(f"{part} {one / (2 * PUSHES):.3f}" for part, one in spent.items()), load)


def fair(endpoint):
    """One account pushes an image under many tags, another one then a single image."""
    load = os.getloadavg()[0]
    many = Pusher(endpoint, "333344445555", "us-west-2", "bench/backlog").replicate_to("eu-west-1")
    single = Pusher(endpoint, "444455556666", "us-west-2", "bench/single").replicate_to("eu-west-1")
    single.await_complete("warm") if single.push("warm") else None
    manifest, clients = many.manifest(), [
        Pusher(endpoint, "333344445555", "us-west-2", "bench/backlog") for _ in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as threads:
        list(threads.map(lambda number: clients[number % CLIENTS].put(f"tag-{number}", manifest), range(BACKLOG)))
    last = time.monotonic()
    pushed = single.push("single")
    waited = single.await_complete("single") - pushed
    for number in range(BACKLOG):
        many.await_complete(f"tag-{number}")
    row(f"a push behind {BACKLOG} of another account",
        f"COMPLETE after {waited:.2f} s, where the backlog took {time.monotonic() - last:.1f} s", load)


def idle(pid):
    load = os.getloadavg()[0]
    while share(pid, 5) > 0.05:  # what was pushed last is still announced
        pass
    row("idle, four Regions in use", f"{share(pid, 60):.3f} of a core", load)


def share(pid, period):
    """Of a core, for so many seconds."""
    before = processor_seconds(pid)
    time.sleep(period)
    return (processor_seconds(pid) - before) / period


def main():
    subprocess.run(["./ferry", "help"], check=True, stdout=subprocess.DEVNULL)
    with started() as (endpoint, pid):  # leaves the archive of loaded classes, if there was none
        warm(endpoint)
        many(endpoint, pid)
        fair(endpoint)
        idle(pid)
    starts()


if __name__ == "__main__":
    main()
