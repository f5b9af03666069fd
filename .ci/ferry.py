"""A Ferry of its own for a script: started on a free port, with a data folder that goes with it."""
import base64
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import threading

import botocore.config
import botocore.session

SECRET = "any"


@contextlib.contextmanager
def running(log=None, options=()):
    """Yields the endpoint, such as http://localhost:34567. Ferry has to end well, too."""
    with tempfile.TemporaryDirectory() as data, serving(["up", "--data", data, *options], log) as endpoint:
        yield endpoint


def gateway(endpoint, log=None):
    """The same of a gateway in front of an endpoint."""
    return serving(["gateway", endpoint], log)


@contextlib.contextmanager
def serving(command, log):
    with open(log or os.devnull, "w", encoding="utf-8") as out:
        ferry = subprocess.Popen(["./ferry", *command, "--port", "0"], stdout=subprocess.PIPE, stderr=out, text=True)
        try:
            endpoint = None
            for line in ferry.stdout:
                if line.startswith("ready "):
                    endpoint = line.split()[1]
                    break
            if endpoint is None:
                sys.exit(f"./ferry {command[0]} ended before it was ready")
            # Read on what Ferry logs, or it would wait for its reader.
            threading.Thread(target=lambda: out.writelines(ferry.stdout), daemon=True).start()
            yield endpoint
        finally:
            ferry.send_signal(signal.SIGTERM)
            if ferry.wait(timeout=60) not in (0, 128 + signal.SIGTERM):
                sys.exit(f"./ferry {command[0]} ended with {ferry.returncode}")


class Registry:
    """One account's registry in one Region, by ECR's API; container tools may use it through a gateway."""

    def __init__(self, endpoint, account, region, gateway=None):
        self.account, self.region = account, region
        self.direct = gateway is None
        self.host = (gateway or endpoint).removeprefix("http://")
        session = botocore.session.Session()
        session.set_credentials(account, SECRET)
        self.ecr = session.create_client("ecr", region_name=region, endpoint_url=endpoint,
                                         config=botocore.config.Config(read_timeout=120))

    def uri(self, repository):
        """What ECR's API says a container tool finds the repository by."""
        found = self.ecr.describe_repositories(repositoryNames=[repository])["repositories"]
        return found[0]["repositoryUri"]

    def proxy(self):
        """What ECR's API says a container tool logs in at."""
        return self.ecr.get_authorization_token()["authorizationData"][0]["proxyEndpoint"]

    def password(self):
        """What container tools log in with, as the user AWS."""
        token = self.ecr.get_authorization_token()["authorizationData"][0]["authorizationToken"]
        return base64.b64decode(token).decode().removeprefix("AWS:")
