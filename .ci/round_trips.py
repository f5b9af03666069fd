"""Container tools, unmodified, against a Ferry of its own: each pushes images of every kind to one registry, waits for
them to be replicated to another account in another Region, and pulls them there; every digest has to be the same. They
log in, push and pull by what ECR's API names, and by nothing else. Then some push and pull through a gateway.
"""
import base64
import hashlib
import http.server
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import ferry
import images

PATIENCE = 300


def run(*command, **environment):
    done = subprocess.run(command, env=os.environ | environment, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(f"failed: {' '.join(command[:2])}\n{done.stdout}{done.stderr}")
    return done.stdout


class Skopeo:
    name = "skopeo"

    def __init__(self, source, destination, folder):
        self.source, self.destination = f"AWS:{source.password()}", f"AWS:{destination.password()}"

    def push(self, layout, kind, reference):
        run("skopeo", "--insecure-policy", "copy", "--all", "--preserve-digests", "--dest-tls-verify=false",
            "--dest-creds", self.source, f"oci:{layout}:{kind}", f"docker://{reference}")

    def pull(self, reference, kind, layout):
        run("skopeo", "--insecure-policy", "copy", "--all", "--preserve-digests", "--src-tls-verify=false",
            "--src-creds", self.destination, f"docker://{reference}", f"oci:{layout}:{kind}")


class Crane:
    name = "crane"

    def __init__(self, source, destination, folder):
        self.source = self.login(source, folder / "crane-source")
        self.destination = self.login(destination, folder / "crane-destination")

    @staticmethod
    def login(registry, folder):
        host = registry.proxy().removeprefix("http://") if registry.direct else registry.host
        run("crane", "auth", "login", "-u", "AWS", "-p", registry.password(), host, DOCKER_CONFIG=str(folder))
        return {"DOCKER_CONFIG": str(folder)}

    def push(self, layout, kind, reference):
        run("crane", "push", "--insecure", str(layout), reference, **self.source)

    def pull(self, reference, kind, layout):
        if kind == "foreign":
            self.pull_ours(reference, layout / "blobs" / "sha256")
        else:
            run("crane", "pull", "--insecure", "--format=oci", reference, str(layout), **self.destination)

    def pull_ours(self, reference, blobs):
        """All but foreign layers, which crane's pull would fetch itself, but from no address of this machine."""
        blobs.mkdir(parents=True)
        manifest = run("crane", "manifest", "--insecure", reference, **self.destination).encode()
        (blobs / hashlib.sha256(manifest).hexdigest()).write_bytes(manifest)
        image = json.loads(manifest)
        for blob in [image["config"], *image["layers"]]:
            if "urls" not in blob:
                with open(blobs / blob["digest"].removeprefix("sha256:"), "wb") as out:
                    subprocess.run(["crane", "blob", "--insecure", f"{reference.rpartition(':')[0]}@{blob['digest']}"],
                                   check=True, stdout=out, env=os.environ | self.destination)


class Regctl:
    name = "regctl"

    def __init__(self, source, destination, folder):
        self.source, self.destination = self.host(source), self.host(destination)

    @staticmethod
    def host(registry):
        return f"reg={registry.host},user=AWS,pass={registry.password()},tls=disabled"

    def push(self, layout, kind, reference):
        run("regctl", "--host", self.source, "image", "copy", f"ocidir://{layout}:{kind}", reference)

    def pull(self, reference, kind, layout):
        run("regctl", "--host", self.destination, "image", "copy", reference, f"ocidir://{layout}:{kind}")


class Oras:
    name = "oras"

    def __init__(self, source, destination, folder):
        self.source, self.destination = source.password(), destination.password()

    def push(self, layout, kind, reference):
        run("oras", "cp", "--from-oci-layout", "--to-plain-http", "--to-username", "AWS", "--to-password", self.source,
            f"{layout}:{kind}", reference)

    def pull(self, reference, kind, layout):
        run("oras", "cp", "--to-oci-layout", "--from-plain-http", "--from-username", "AWS", "--from-password",
            self.destination, reference, f"{layout}:{kind}")


# Each has a registry of its own, or it would find the layers there that another one pushed.
CLIENTS = {Skopeo: "us-west-2", Crane: "us-east-1", Regctl: "us-east-2", Oras: "eu-central-1"}


class Elsewhere(http.server.BaseHTTPRequestHandler):
    """Where foreign layers lie."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", str(len(images.ELSEWHERE)))
        self.end_headers()
        self.wfile.write(images.ELSEWHERE)

    def log_message(self, *arguments):
        pass


def elsewhere():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/layer"


def await_replication(source, repository, kind):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        status = source.ecr.describe_image_replication_status(
            repositoryName=repository, imageId={"imageTag": kind})["replicationStatuses"]
        if [one["status"] for one in status] == ["COMPLETE"]:
            return
        if any(one["status"] == "FAILED" for one in status):
            sys.exit(f"{repository}:{kind} was not replicated: {status}")
        time.sleep(0.1)
    sys.exit(f"{repository}:{kind} was not replicated within {PATIENCE} s")


def referrers(registry, repository, digest):
    """What the registry lists as referring to a digest."""
    request = urllib.request.Request(f"http://{registry.host}/v2/{repository}/referrers/{digest}")
    request.add_header("Authorization", "Basic " + base64.b64encode(f"AWS:{registry.password()}".encode()).decode())
    with urllib.request.urlopen(request) as answer:
        return [one["digest"] for one in json.load(answer)["manifests"]]


def agree(source, destination):
    source.ecr.put_replication_configuration(replicationConfiguration={"rules": [
        {"destinations": [{"region": destination.region, "registryId": destination.account}]}]})
    destination.ecr.put_registry_policy(policyText=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Replicas", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{source.account}:root"},
            "Action": ["ecr:CreateRepository", "ecr:ReplicateImage"],
            "Resource": f"arn:aws:ecr:{destination.region}:{destination.account}:repository/*"}]}))


def round_trip(client, source, destination, layouts, digests, folder):
    repository = "clients/" + client.name
    source.ecr.create_repository(repositoryName=repository)
    for kind, digest in digests.items():
        reference, pulled = f"{source.uri(repository)}:{kind}", folder / "pulled"
        began = time.monotonic()
        client.push(layouts / kind, kind, reference)
        pushed = time.monotonic()
        await_replication(source, repository, kind)
        replicated = time.monotonic()
        client.pull(f"{destination.uri(repository)}:{kind}", kind, pulled)
        ended = time.monotonic()
        images.check(pulled, digest)
        shutil.rmtree(pulled)
        print(f"{client.name:8} {kind:10} pushed {pushed - began:6.1f} s, replicated {replicated - pushed:5.1f} s, "
              f"pulled {ended - replicated:5.1f} s", flush=True)
    for registry in (source, destination):
        if referrers(registry, repository, digests["single"]) != [digests["artifact"]]:
            sys.exit(f"{client.name}: the artifact is not listed at {registry.account} in {registry.region}")


def tells_that_it_speaks_http(endpoint):
    """Whoever tries TLS, as crane does: after the bare end of a connection it would not go on to HTTP at once."""
    with socket.create_connection(("localhost", int(endpoint.rpartition(":")[2])), timeout=PATIENCE) as tls:
        tls.sendall(b"\x16\x03\x01")
        answer = tls.makefile("rb").read()
    if not answer.startswith(b"HTTP/1.0 400 "):
        sys.exit(f"who tries TLS is told {answer}")


def through_gateway(client, endpoint, gateway, folder):
    """An image with a large layer, pushed and pulled through `./ferry gateway`."""
    registry = ferry.Registry(endpoint, "555566667777", CLIENTS[client], gateway)
    repository, pulled = "gateway/" + client.name, folder / "pulled"
    registry.ecr.create_repository(repositoryName=repository)
    layout = images.Layout(folder / "gateway" / client.name, "large")
    digest = layout.tagged(layout.image([layout.large_blob(images.TAR, 100 << 20)]))
    tool, reference = client(registry, registry, folder), f"{registry.host}/{repository}:large"
    began = time.monotonic()
    tool.push(layout.folder, "large", reference)
    pushed = time.monotonic()
    tool.pull(reference, "large", pulled)
    ended = time.monotonic()
    images.check(pulled, digest)
    shutil.rmtree(pulled)
    print(f"{client.name:8} gateway    pushed {pushed - began:6.1f} s, pulled {ended - pushed:5.1f} s", flush=True)


def attach(source, destination, digest):
    """What oras attaches to an image that was replicated before arrives there, too."""
    reference = f"{source.host}/clients/oras:single"
    run("oras", "attach", "--plain-http", "--username", "AWS", "--password", source.password(), "--disable-path-validation",
        "--artifact-type", "application/vnd.example.signature", reference, f"{pathlib.Path('LICENSE').resolve()}:text/plain")
    found = json.loads(run("oras", "discover", "--plain-http", "--username", "AWS", "--password", source.password(),
                           "--format", "json", reference))
    attached = {one["digest"] for one in found["referrers"]}
    end = time.monotonic() + PATIENCE
    while set(referrers(destination, "clients/oras", digest)) != attached:
        if time.monotonic() > end:
            sys.exit("what oras attached was not replicated")
        time.sleep(0.1)
    print(f"oras     attached   {len(attached)} referrers at the destination")


def main():
    os.environ["PATH"] = f"{pathlib.Path('target/ci/bin').resolve()}:{os.environ['PATH']}"
    wanted = sys.argv[1:]
    with tempfile.TemporaryDirectory() as scratch, ferry.running("target/ci/round-trips-ferry.log") as endpoint:
        os.environ["HOME"] = scratch  # tools keep what they know of registries there
        tells_that_it_speaks_http(endpoint)
        folder = pathlib.Path(scratch)
        digests = images.make(folder / "layouts", elsewhere())
        destination = ferry.Registry(endpoint, "444455556666", "eu-west-1")
        for client, region in CLIENTS.items():
            if wanted and client.name not in wanted:
                continue
            source = ferry.Registry(endpoint, "111122223333", region)
            agree(source, destination)
            round_trip(client(source, destination, folder), source, destination, folder / "layouts", digests, folder)
            if client is Oras:
                attach(source, destination, digests["single"])
        with ferry.gateway(endpoint, "target/ci/round-trips-gateway.log") as gateway:
            for client in CLIENTS:
                if client in (Skopeo, Crane) and (not wanted or client.name in wanted):
                    through_gateway(client, endpoint, gateway, folder)
    print("every client's images arrived, byte for byte")


if __name__ == "__main__":
    main()
