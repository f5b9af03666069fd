"""Runs the ```sh blocks of a page, in order and in one shell, against a Ferry of its own.

Any command that fails ends it. The page says port 8080; the run takes a free one.
"""
import re
import subprocess
import sys

import ferry


def blocks(page):
    with open(page, encoding="utf-8") as text:
        found = re.findall(r"^```sh\n(.*?)^```$", text.read(), re.MULTILINE | re.DOTALL)
    if not found:
        sys.exit(f"{page} has no ```sh block")
    return "\n".join(found)


def main():
    script = blocks(sys.argv[1])
    with ferry.running() as endpoint:
        tour = ["bash", "-euxo", "pipefail", "-c", script.replace("http://localhost:8080", endpoint)]
        if subprocess.run(tour, timeout=300).returncode != 0:
            sys.exit("the walk-through failed")
    print("the walk-through went through")


if __name__ == "__main__":
    main()
