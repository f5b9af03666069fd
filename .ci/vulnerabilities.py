"""Compares libraries with advisories, and fails for what .ci/vulnerabilities.accepted does not name.

The advisories are the last that OpenRewrite published under the Apache licence: what GitHub's Advisory Database held on the
day that is printed. What was published since is not seen, but for what .ci/vulnerabilities.known adds by hand. Libraries
are known by their Maven coordinates, so a copy packed into another jar is not seen either.

Each run first shows that it can fail: on an SBOM with releases of Log4j before, at and after CVE-2021-44228.
"""

import collections
import csv
import filecmp
import json
import os
import pathlib
import re
import subprocess
import sys
import zipfile

tools = pathlib.Path(sys.argv[1])
repository = pathlib.Path.home() / ".m2" / "repository"

Library = collections.namedtuple("Library", "where name version")
Advisory = collections.namedtuple("Advisory", "id name introduced fixed severity")
Finding = collections.namedtuple("Finding", "library advisory")


def jar(artifact):
    return next(tools.glob(f"{artifact}-*.jar"))


def lines(file):
    return [line for line in pathlib.Path(file).read_text().splitlines() if line and not line.startswith("#")]


def published():
    """GitHub's advisories and the day of the newest. Those taken back stay in the data and say so in their summary."""
    with zipfile.ZipFile(jar("rewrite-java-dependencies")) as content:
        rows = list(csv.reader(content.read("advisories-maven.csv").decode().splitlines()))
    standing = [row for row in rows if not row[2].startswith(("Withdrawn", "Duplicate Advisory"))]
    return [Advisory(id, name, introduced, fixed, severity)
            for id, _, _, name, introduced, fixed, severity, _ in standing], max(row[1] for row in rows)[:10]


def of_bom(file, where):
    components = json.loads(pathlib.Path(file).read_text())["components"]
    return {Library(where, f"{component['group']}:{component['name']}", component["version"]) for component in components}


def of_folder(folder):
    """A jar's name lacks its group, which its place in Maven's local repository tells."""
    found = set()
    for file in folder.glob("*.jar"):
        origins = {origin.parent for origin in places[file.name] if filecmp.cmp(origin, file, shallow=False)}
        if len(origins) != 1:
            sys.exit(f"{file}: of {len(origins)} libraries in {repository}, so it cannot be told which it is.")
        *group, artifact, version = origins.pop().relative_to(repository).parts
        found.add(Library(folder.name, f"{'.'.join(group)}:{artifact}", version))
    return found


def findings(libraries, advisories):
    """A library is affected from the version that introduced it until before the one that mended it, as Maven orders them."""
    named = collections.defaultdict(list)
    for advisory in advisories:
        named[advisory.name].append(advisory)
    candidates = [Finding(library, advisory) for library in sorted(libraries) for advisory in named[library.name]]
    order = compare({(finding.library.version, bound) for finding in candidates
                     for bound in (finding.advisory.introduced, finding.advisory.fixed) if bound})
    return [finding for finding in candidates
            if order[finding.library.version, finding.advisory.introduced] != "<"
            and (not finding.advisory.fixed or order[finding.library.version, finding.advisory.fixed] == "<")]


def compare(pairs):
    """Asks Maven, which prints how each of its arguments stands to the next."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    versions = [version for pair in sorted(pairs) for version in pair]
    said = subprocess.run([java, "-jar", jar("maven-artifact"), *versions], check=True, capture_output=True, text=True).stdout
    return {(left, right): sign for left, sign, right in re.findall(r"^ {3}(\S+) (<|==|>) (\S+)$", said, re.MULTILINE)}


def demand_that_it_can_fail(advisories):
    name, shell = "log4j-core", "CVE-2021-44228"
    affected, unaffected = {"2.14.1", "2.12.1", "2.0-beta9"}, {"2.15.0", "2.12.2", "2.0-beta8"}
    bom = tools / "log4j.json"
    bom.write_text(json.dumps({"components": [{"group": "org.apache.logging.log4j", "name": name, "version": version}
                                              for version in sorted(affected | unaffected)]}))
    found = {finding.library.version for finding in findings(of_bom(bom, "log4j"), advisories) if finding.advisory.id == shell}
    if found != affected:
        sys.exit(f"{shell} was to be found in {name} {sorted(affected)}, but was in {sorted(found)}.")
    print(f"{shell} is found in {name} {', '.join(sorted(affected))} and not in {', '.join(sorted(unaffected))}.")


github, day = published()
known = [Advisory(*line.split()) for line in lines(".ci/vulnerabilities.known")]
advisories = github + known
print(f"{len(github):,} affected ranges of GitHub's Advisory Database of {day} ({jar('rewrite-java-dependencies').stem}),")
print(f"{len(known)} of .ci/vulnerabilities.known; versions compared by {jar('maven-artifact').stem}.")
demand_that_it_can_fail(advisories)

places = collections.defaultdict(set)
for file in repository.rglob("*.jar"):
    places[file.name].add(file)
libraries = {"deployed": of_bom("target/bom.json", "deployed")}
for folder in sorted(pathlib.Path("target/local/lib").glob("*/")):
    libraries[folder.name] = of_folder(folder)
mentioned = {advisory.name for advisory in advisories}
for where, those in libraries.items():
    if not those:
        sys.exit(f"{where}: no libraries.")
    print(f"{where}: {len(those)} libraries, of which advisories name {sum(library.name in mentioned for library in those)}.")

accepted = {tuple(line.split(maxsplit=3)[:3]): line.split(maxsplit=3)[3] for line in lines(".ci/vulnerabilities.accepted")}
open_ones = 0
for library, advisory in findings(set().union(*libraries.values()), advisories):
    reason = accepted.pop((library.where, advisory.id, f"{library.name}:{library.version}"), None)
    open_ones += reason is None
    print(f"{'accepted' if reason else 'FOUND'}: {library.where}: {advisory.severity} {advisory.id} in {library.name}"
          f" {library.version}, mended in {advisory.fixed or 'no version'}" + (f" ({reason})" if reason else ""))
for line in accepted:
    print(f"FOUND: .ci/vulnerabilities.accepted names what is not found: {' '.join(line)}")
if open_ones or accepted:
    sys.exit(f"{open_ones} not accepted, {len(accepted)} accepted in vain.")
print(f"Nothing else by {day}. What was published since has to be looked for with a tool that asks: see CONTRIBUTING.md.")
