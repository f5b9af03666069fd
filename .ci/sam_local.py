"""`sam local invoke` runs functions in containers, on the services of a Ferry of its own, and what they answer is what they do there.

AWS's images of its runtimes are not to be had where no registry is reached, so one stands for them under the names that SAM asks
for: this machine's Java, AWS's own runtime client, and a shell. SAM adds AWS's runtime interface emulator itself, as to any image.
The executable of a native build is stood for too, by a script that starts the same classes on Java: it shows the way of a native
artefact through SAM, not that executable.

    .ci/sam_local.py SAM
"""
import base64
import contextlib
import datetime
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import socket
import socketserver
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import uuid
import zipfile

import botocore.auth
import botocore.awsrequest
import botocore.credentials

import docker_engine
import ferry
import java_base
import pushes
import round_trips

ACCOUNT, PARTNER, REGION = "111122223333", "444455556666", "us-west-2"
REPOSITORY = "team/app"  # of the events
BRIDGE, BRIDGE_ADDRESS = "ferry-sam", "172.31.250.1/24"
IMAGES = {"jvm": "public.ecr.aws/lambda/java:17-x86_64", "native": "public.ecr.aws/lambda/provided:al2023-x86_64"}
CLIENT = pathlib.Path("target/local/lib/runtime")
START = """#!/bin/sh
exec /opt/java/bin/java -XX:TieredStopAtLevel=1 -cp '{client}/*' com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
"""


@contextlib.contextmanager
def bridge():
    """Yields the name of a network bridge of its own, by which containers reach this machine and are reached. It wants root;
    without, the machine's engine has one."""
    if os.geteuid() != 0:
        yield "bridge"
        return
    subprocess.run(["ip", "link", "add", BRIDGE, "type", "bridge"], check=True)
    try:
        subprocess.run(["ip", "address", "add", BRIDGE_ADDRESS, "dev", BRIDGE], check=True)
        yield BRIDGE
    finally:
        subprocess.run(["ip", "link", "delete", BRIDGE], check=True)


def forwarder(address, endpoint):
    """What containers reach in place of an endpoint, since Ferry's services listen on the loopback interface alone."""
    target = endpoint.removeprefix("http://").rsplit(":", 1)

    class Connection(socketserver.BaseRequestHandler):
        def handle(self):
            with socket.create_connection((target[0], int(target[1]))) as service:
                answers = threading.Thread(target=copy, args=(service, self.request), daemon=True)
                answers.start()
                copy(self.request, service)
                answers.join()

    def copy(source, sink):
        with contextlib.suppress(OSError):  # of a side that has gone
            while some := source.recv(1 << 16):
                sink.sendall(some)
            sink.shutdown(socket.SHUT_WR)

    server = socketserver.ThreadingTCPServer((address, 0), Connection)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{address}:{server.server_address[1]}"


def stand_in(docker, scratch, environment):
    """The image for both runtimes. What SAM cannot set of a function's environment, as its template does not have it, the image
    sets: where the services are."""
    runtime, tree = scratch / "java", scratch / "image.tar"
    java_base.cut_down(runtime)
    with zipfile.ZipFile(next(CLIENT.glob("aws-lambda-java-runtime-interface-client-*.jar"))) as client:
        # Beside Java's own, so that what it is linked with comes along.
        (runtime / "lib" / "libaws-lambda-jni.so").write_bytes(client.read("jni/libaws-lambda-jni.linux-x86_64.so"))
    java_base.layer(runtime, tree)
    with tarfile.open(tree, "a") as tar:
        for folder in ("bin", "var", "var/task", "var/rapid", "var/runtime"):
            java_base.entry(tar, folder, kind=tarfile.DIRTYPE, mode=0o755)
        java_base.entry(tar, "bin/busybox", (docker_engine.DEBIAN / "bin" / "busybox").read_bytes(), mode=0o755)
        for command in ("sh", "mv", "chmod"):
            link = tarfile.TarInfo(f"bin/{command}")
            link.type, link.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(link)
        tar.add(CLIENT, "var/runtime/lib")
    changes = [f"ENV {name}={value}" for name, value in environment.items()] + ["WORKDIR /var/task", 'ENTRYPOINT ["/bin/sh"]']
    importing = [argument for change in changes for argument in ("--change", change)]
    docker("import", *importing, str(tree), IMAGES["native"])
    with tarfile.open(tree, "a") as tar:  # which AWS's image for executables has not: there the artefact's own is run
        java_base.entry(tar, "var/runtime/bootstrap", START.format(client="/var/runtime/lib").encode(), mode=0o755)
    docker("import", *importing, str(tree), IMAGES["jvm"])


def stack(kind, scratch):
    """The folder of a stack of this kind of artefact."""
    folder = scratch / kind
    (folder / "target").mkdir(parents=True)
    shutil.copy("template.yaml", folder)
    shutil.copy("target/function.zip", folder / "target")
    if kind == "native":
        with zipfile.ZipFile(folder / "target" / "function.zip", "a") as archive:
            bootstrap = zipfile.ZipInfo("bootstrap")
            bootstrap.external_attr = 0o100755 << 16
            archive.writestr(bootstrap, START.format(client="/var/runtime/lib"))
    return folder


class Sam:
    """`sam local invoke` of a stack's functions."""

    def __init__(self, program, folder, kind, engine, credentials, variables):
        self.command = [program, "local", "invoke", "--skip-pull-image", "--region", REGION, "--env-vars", "variables.json",
                        "--layer-cache-basedir", "layers", "--parameter-overrides", f"Artefact={kind} Architecture=x86_64"]
        self.folder, self.kind = folder, kind
        self.environment = os.environ | credentials | {"DOCKER_HOST": engine, "SAM_CLI_TELEMETRY": "0", "__SAM_CLI_APP_DIR": str(folder)}
        (folder / "variables.json").write_text(json.dumps({"Parameters": variables}))

    def invoke(self, function, event):
        (self.folder / "event.json").write_text(json.dumps(event))
        began = time.monotonic()
        done = subprocess.run([*self.command, "--event", "event.json", function], cwd=self.folder, env=self.environment, text=True,
                              capture_output=True)
        if done.returncode != 0 or not done.stdout.strip():
            sys.exit(f"sam local invoke {function} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        print(f"sam local invoke {function}, {self.kind}: {time.monotonic() - began:.1f} s", flush=True)
        return json.loads(done.stdout.strip().splitlines()[-1])


def event(name):
    return json.loads(pathlib.Path("events", name).read_text())


def signed(request, key):
    """The event of an API's request, signed now by an access key that Ferry made."""
    headers = {name: request["headers"][name] for name in ("content-type", "host", "x-amz-target")}
    signing = botocore.awsrequest.AWSRequest("POST", f"https://{headers['host']}/", headers, request["body"])
    credentials = botocore.credentials.Credentials(key["accessKeyId"], key["secretAccessKey"])
    botocore.auth.SigV4Auth(credentials, "ecr", REGION).add_auth(signing)
    return request | {"headers": {name.lower(): value for name, value in signing.headers.items()}}


def invoke_all(sam, ecr, key):
    ecr.put_replication_configuration(replicationConfiguration={"rules": []})
    digest = pushes.push(ecr, REPOSITORY, sam.kind, sam.kind.encode())
    ecr.put_replication_configuration(replicationConfiguration={"rules": [
        {"destinations": [{"region": "eu-west-1", "registryId": ACCOUNT}]}]})

    answer = sam.invoke("ApiFunction", signed(event("api-describe-registry.json"), key))
    destinations = json.loads(answer["body"])["replicationConfiguration"]["rules"][0]["destinations"]
    pushes.demand(destinations == [{"region": "eu-west-1", "registryId": ACCOUNT}], "what a signed DescribeRegistry is answered")

    notice = event("push-image-action.json")
    notice["id"] = str(uuid.uuid4())
    notice["time"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    notice["detail"] |= {"image-digest": digest, "image-tag": sam.kind}
    pushes.demand("push" in sam.invoke("PushFunction", notice), "the push of which a notification tells is recorded")
    pushes.until_complete(ecr, REPOSITORY, sam.kind)
    print("and replicated by the functions of the Ferry beside", flush=True)


def main(program):
    with tempfile.TemporaryDirectory() as folder, bridge() as network:
        scratch = pathlib.Path(folder)
        data = scratch / "data"
        with docker_engine.engine(scratch / "engine", network) as engine, \
                ferry.serving(["up", "--data", str(data)], "target/ci/sam-ferry.log") as endpoint:
            docker = lambda *arguments: round_trips.run("docker", "--host", engine, *arguments)
            host = json.loads(docker("network", "inspect", "bridge"))[0]["IPAM"]["Config"][0]["Gateway"]
            services = dict(zip(("DYNAMODB", "SQS", "S3"), (data / "endpoints").read_text().split()))
            ecr = pushes.client(endpoint, ACCOUNT, REGION)
            ecr.create_repository(repositoryName=REPOSITORY)
            stand_in(docker, scratch, {f"AWS_ENDPOINT_URL_{name}": forwarder(host, at) for name, at in services.items()})

            key = json.loads(round_trips.run("./ferry", "keys", "create", "--account", ACCOUNT, "--region", REGION, "--json",
                                             "--data", str(data)))
            own = (data / "access-key").read_text().split()
            credentials = {"AWS_ACCESS_KEY_ID": own[0], "AWS_SECRET_ACCESS_KEY": own[1]}
            sealing = base64.b64encode(hmac.digest((data / "secret").read_bytes(), b"sealing key", hashlib.sha256)).decode()
            variables = {"FERRY_SEALING_KEY": sealing, "FERRY_OPERATOR_ACCOUNT": "000000000000",
                         "FERRY_BUCKET_PREFIX": "ferry-layers-000000000000"}
            for kind in IMAGES:
                invoke_all(Sam(os.path.abspath(program), stack(kind, scratch), kind, engine, credentials, variables), ecr, key)


if __name__ == "__main__":
    main(sys.argv[1])
