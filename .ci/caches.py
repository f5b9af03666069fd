"""Pulls through a cache of ./ferry up, whose upstream is Debian's docker-registry on this machine: the first pull brings the
image, it replicates to another Region, and once the upstream has stopped it is still served, for no later pull asks there.

    .ci/new-operations
"""
import base64
import contextlib
import hashlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import ferry
from pushes import client, demand, until_complete

ACCOUNT, SOURCE, DESTINATION = "111122223378", "us-west-2", "eu-west-1"
UPSTREAM = "registry.k8s.io"
TYPE = "application/vnd.oci.image.manifest.v1+json"


@contextlib.contextmanager
def upstream():
    """Yields a docker-registry's port and the process, which its user may end."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        configuration = pathlib.Path(folder, "registry.yml")
        configuration.write_text(f"""
version: 0.1
log: {{level: error, accesslog: {{disabled: true}}}}
storage: {{filesystem: {{rootdirectory: {folder}/data}}}}
http: {{addr: "127.0.0.1:{port}"}}
""", encoding="utf-8")
        registry = subprocess.Popen(["docker-registry", "serve", str(configuration)],
                                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            end = time.monotonic() + 60
            while True:
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/v2/").close()
                    break
                if registry.poll() is not None or time.monotonic() > end:
                    sys.exit("docker-registry does not answer")
                time.sleep(0.05)
            yield port, registry
        finally:
            registry.terminate()
            registry.wait()


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def send(url, method="GET", body=None, content_type=None, password=None):
    request = urllib.request.Request(url, data=body, method=method)
    if content_type:
        request.add_header("Content-Type", content_type)
    if password:  # not to where a layer lies, whose URL has its own
        request.add_unredirected_header("Authorization", "Basic " + base64.b64encode(f"AWS:{password}".encode()).decode())
    return urllib.request.urlopen(request)


def push(registry, repository, tag, layer):
    blobs = [b"{}", layer]
    for blob in blobs:
        with send(f"{registry}/v2/{repository}/blobs/uploads/", "POST", b"") as begun:
            location = begun.headers["Location"]
        separator = "&" if "?" in location else "?"
        send(f"{location}{separator}digest={digest(blob)}", "PUT", blob, "application/octet-stream").close()
    config, base = ({"mediaType": kind, "digest": digest(blob), "size": len(blob)} for kind, blob in zip(
        ("application/vnd.oci.image.config.v1+json", "application/vnd.oci.image.layer.v1.tar"), blobs))
    manifest = json.dumps({"schemaVersion": 2, "mediaType": TYPE, "config": config, "layers": [base]}).encode()
    send(f"{registry}/v2/{repository}/manifests/{tag}", "PUT", manifest, TYPE).close()
    return manifest


def pull(endpoint, region, repository, tag):
    """The manifest, and the bytes of its layer."""
    password = ferry.Registry(endpoint, ACCOUNT, region).password()
    with send(f"{endpoint}/v2/{repository}/manifests/{tag}", password=password) as answer:
        manifest = answer.read()
    layer = json.loads(manifest)["layers"][0]["digest"]
    with send(f"{endpoint}/v2/{repository}/blobs/{layer}", password=password) as answer:
        return manifest, answer.read()


def main(endpoint, port, registry):
    layer = os.urandom(20 * 1024 * 1024)
    manifest = push(f"http://127.0.0.1:{port}", "team/app", "v1", layer)
    other = push(f"http://127.0.0.1:{port}", "team/other", "v1", b"other")
    ecr = client(endpoint, ACCOUNT, SOURCE)
    ecr.create_pull_through_cache_rule(ecrRepositoryPrefix="k8s", upstreamRegistryUrl=UPSTREAM)
    ecr.put_replication_configuration(replicationConfiguration={"rules": [
        {"destinations": [{"region": DESTINATION, "registryId": ACCOUNT}]}]})
    demand(ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="k8s")["isValid"], "the rule is valid")
    demand(pull(endpoint, SOURCE, "k8s/team/app", "v1") == (manifest, layer), "the first pull brings the image")
    until_complete(ecr, "k8s/team/app", "v1")
    brought = ecr.batch_get_image(repositoryName="k8s/team/other", imageIds=[{"imageTag": "v1"}])["images"][0]
    demand(brought["imageManifest"].encode() == other, "BatchGetImage brings another image")
    registry.terminate()
    registry.wait()
    for region in (SOURCE, DESTINATION):
        demand(pull(endpoint, region, "k8s/team/app", "v1") == (manifest, layer),
               f"{region} serves it when the upstream has stopped")
    validation = ecr.validate_pull_through_cache_rule(ecrRepositoryPrefix="k8s")
    demand(not validation["isValid"], "the rule is valid no more")
    try:
        pull(endpoint, SOURCE, "k8s/team/app", "v2")
    except urllib.error.HTTPError as answer:
        demand(answer.code == 502, "what is not cached cannot be had")
    else:
        sys.exit("a tag that nobody has was served")
