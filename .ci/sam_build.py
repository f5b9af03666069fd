"""Builds the template with SAM for either artefact: every function has to come to the zip that Maven made.

sam build leaves a zip as it is and points the built template at it. What cannot be packed here, for want of GraalVM or of
Docker, has a stand-in for its bootstrap: SAM does not look into it, and this shows that it need not.
"""

import pathlib
import shutil
import subprocess
import sys
import zipfile

import yaml

sam, artefact = sys.argv[1], pathlib.Path(sys.argv[2])
work = artefact.parent / "ci" / "sam"


class Template(yaml.SafeLoader):
    """YAML, with CloudFormation's tags read as what they are put on."""


Template.add_multi_constructor("!", lambda loader, tag, node: None)


def is_native(zip_file):
    with zipfile.ZipFile(zip_file) as content:
        return "bootstrap" in content.namelist()


def functions(template):
    resources = yaml.load(template.read_text(), Template)["Resources"]
    return {name: function["Properties"] for name, function in resources.items()
            if function["Type"] == "AWS::Serverless::Function"}


def build(kind):
    place = work / kind
    shutil.rmtree(place, ignore_errors=True)
    (place / "target").mkdir(parents=True)
    shutil.copy("template.yaml", place)
    zip_file = place / "target" / "function.zip"
    if is_native(artefact) == (kind == "native"):
        shutil.copy(artefact, zip_file)
    else:
        with zipfile.ZipFile(zip_file, "w") as stand_in:
            stand_in.writestr("bootstrap" if kind == "native" else "lib/ferry.jar", "")
    subprocess.run([sam, "build", "--parameter-overrides", f"Artefact={kind}"], cwd=place, check=True,
                   stdout=subprocess.DEVNULL)
    built = place / ".aws-sam" / "build" / "template.yaml"
    found = {name: (built.parent / properties["CodeUri"]).resolve() for name, properties in functions(built).items()}
    astray = {name: str(code) for name, code in found.items() if code != zip_file.resolve()}
    if astray or found.keys() != functions(pathlib.Path("template.yaml")).keys():
        sys.exit(f"sam build leads astray: {astray or sorted(found)}")
    print(f"sam build, {kind}: {len(found)} functions of {zip_file}")


for kind in ("jvm", "native"):
    build(kind)
