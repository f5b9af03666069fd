"""Runs the ```sh blocks of pages, each page's in order and in a shell of its own, against one Ferry.

Any command that fails ends it. Each page works alone, too: it keeps to accounts that no other page names in its sh blocks.
The pages say port 8080; the run takes a free one.

    .ci/walkthrough.py PAGE ...
"""
import re
import subprocess
import sys
import time

import ferry


def script(page):
    with open(page, encoding="utf-8") as text:
        return "\n".join(re.findall(r"^```sh\n(.*?)^```$", text.read(), re.MULTILINE | re.DOTALL))


def main():
    scripts = {page: script(page) for page in sys.argv[1:]}
    walked = {page: commands for page, commands in scripts.items() if commands}
    if not walked:
        sys.exit("no page with a ```sh block")
    owners = {}
    for page, commands in walked.items():
        for account in set(re.findall(r"\b\d{12}\b", commands)):
            if owners.setdefault(account, page) != page:
                sys.exit(f"{owners[account]} and {page} both use the account {account}")
    with ferry.running() as endpoint:
        for page, commands in walked.items():
            start = time.monotonic()
            tour = ["bash", "-euxo", "pipefail", "-c", commands.replace("http://localhost:8080", endpoint)]
            if subprocess.run(tour, timeout=300).returncode != 0:
                sys.exit(f"the walk-through of {page} failed")
            print(f"the walk-through of {page} went through in {time.monotonic() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main()
