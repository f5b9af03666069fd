"""Runs the ```sh blocks of a page, in order and in one shell, against a Ferry of its own.

Any command that fails ends it. The page says port 8080; the run takes a free one.
"""
import re
import signal
import subprocess
import sys
import tempfile
import threading


def blocks(page):
    text = open(page, encoding="utf-8").read()
    found = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    if not found:
        sys.exit(f"{page} has no ```sh block")
    return "\n".join(found)


def main():
    script = blocks(sys.argv[1])
    with tempfile.TemporaryDirectory() as data:
        ferry = subprocess.Popen(["./ferry", "up", "--port", "0", "--data", data], stdout=subprocess.PIPE, text=True)
        try:
            endpoint = None
            for line in ferry.stdout:
                if line.startswith("ready "):
                    endpoint = line.split()[1]
                    break
            if endpoint is None:
                sys.exit("./ferry up ended before it was ready")
            script = script.replace("http://localhost:8080", endpoint)
            tour = subprocess.Popen(["bash", "-euxo", "pipefail", "-c", script])
            # Read on what Ferry logs, or it would wait for its reader.
            threading.Thread(target=ferry.stdout.read, daemon=True).start()
            if tour.wait(timeout=300) != 0:
                sys.exit("the walk-through failed")
        finally:
            ferry.send_signal(signal.SIGTERM)
            if ferry.wait(timeout=60) != 128 + signal.SIGTERM:
                sys.exit(f"./ferry up ended with {ferry.returncode}")
    print("the walk-through went through")


if __name__ == "__main__":
    main()
