"""The OCI distribution conformance suite against a Ferry of its own: every category has to pass, and none to be skipped."""
import os
import re
import subprocess
import sys

import ferry

# All that the suite knows of distribution 1.1, and of what follows it the cancelling of an upload.
SUITE = {
    "OCI_VERSION": "1.1",
    "OCI_TLS": "disabled",
    "OCI_REPO1": "conformance/repo1",
    "OCI_REPO2": "conformance/repo2",
    "OCI_API_BLOBS_UPLOAD_CANCEL": "true",
}
# Not of distribution 1.1, or against ECR's rules: a manifest's layers and children have to be there.
LEFT_OUT = {"Manifest put with tag params", "Tag Param", "Tag Param sha512", "Sparse Manifests"}
CATEGORY = re.compile(r"^  ([A-Z][^.:]*?)\.*:\s+(Pass|FAIL|Skip|Error|Disabled|Unknown)$", re.MULTILINE)


# ECR takes no layer of no bytes and no image of no layers, the suite wants both taken.
OCI_CONTENT = {"FERRY_OCI_EMPTY_CONTENT": "true"}


def main():
    os.environ.update(OCI_CONTENT)
    with ferry.running("target/ci/conformance-ferry.log") as endpoint:
        registry = ferry.Registry(endpoint, "111122223333", "us-west-2")
        for name in (SUITE["OCI_REPO1"], SUITE["OCI_REPO2"]):
            registry.ecr.create_repository(repositoryName=name)
        suite = subprocess.run(
            ["target/ci/bin/conformance"], text=True, stdout=subprocess.PIPE,
            env=os.environ | SUITE | {"OCI_REGISTRY": registry.host, "OCI_RESULTS_DIR": "target/ci/conformance",
                                      "OCI_USERNAME": "AWS", "OCI_PASSWORD": registry.password()})
    summary = suite.stdout[suite.stdout.rfind("OCI Conformance Result"):]
    print(summary)
    categories = dict(CATEGORY.findall(summary))
    failed = [name for name, result in categories.items()
              if result != "Pass" and not (result == "Disabled" and name in LEFT_OUT)]
    if len(categories) < 40 or failed or suite.returncode != 0:
        sys.exit(f"conformance: not passed: {', '.join(failed) or suite.returncode}; see target/ci/conformance/report.html")
    print(f"conformance: {len(categories) - len(LEFT_OUT)} categories passed, none skipped")


if __name__ == "__main__":
    main()
