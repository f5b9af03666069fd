"""Runs the scripts of .ci/new-operations, all against one Ferry, with accounts of their own: all, or those that are named.

    .ci/new-operations [NAME ...]
"""
import os
import sys
import tempfile

import backfills
import caches
import deletions
import ferry
import lifecycles
import switches
import terraform


def main(wanted):
    with caches.upstream() as (port, registry), tempfile.TemporaryDirectory() as data:
        os.environ["FERRY_LOCAL_UPSTREAMS"] = f"{caches.UPSTREAM}=http://127.0.0.1:{port}"
        with ferry.serving(["up", "--data", data], os.devnull) as endpoint:
            scripts = {
                "backfills": lambda: backfills.main(endpoint),
                "deletions": lambda: deletions.main(endpoint),
                "lifecycles": lambda: lifecycles.main(endpoint, data),
                "switches": lambda: switches.main(endpoint),
                "caches": lambda: caches.main(endpoint, port, registry),
                "terraform": lambda: terraform.main(endpoint),
            }
            for name in wanted or scripts:
                print(f"--- {name}", flush=True)
                scripts[name]()


if __name__ == "__main__":
    main(sys.argv[1:])
