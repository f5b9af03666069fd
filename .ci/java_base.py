"""Makes a base image with Java in it, as an archive that Jib and docker take: the JDK of this machine, cut down by jlink, and the
libraries that it is linked with. It stands for an image from a registry, as the runs of .ci reach none.

    .ci/java_base.py ARCHIVE
"""
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile


def cut_down(runtime):
    """Leaves this machine's JDK there, without what nobody runs."""
    subprocess.run(["jlink", "--add-modules", "ALL-MODULE-PATH", "--strip-debug", "--no-man-pages", "--no-header-files",
                    "--output", runtime], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def libraries(runtime):
    files = [runtime / "bin/java", *runtime.glob("lib/*.so"), *runtime.glob("lib/server/*.so")]
    found = set()
    for file in files:
        linked = subprocess.run(["ldd", file], capture_output=True, text=True, check=True).stdout
        found.update(path for path in re.findall(r"(/\S+) \(0x", linked) if not path.startswith(str(runtime)))
    return sorted(found)


def entry(layer, name, content=b"", kind=tarfile.REGTYPE, mode=0o644):
    info = tarfile.TarInfo(name)
    info.type, info.size, info.mode = kind, len(content), mode
    layer.addfile(info, io.BytesIO(content))


def folders(files):
    """Those above these files, outermost first: engines let nobody but root into one that is not in the layer."""
    return sorted({str(folder) for file in files for folder in pathlib.PurePath(file).parents} - {"."})


def layer(runtime, file):
    linked = {library.lstrip("/"): pathlib.Path(library).resolve() for library in libraries(runtime)}
    with tarfile.open(file, "w") as tar:
        for folder in folders(["opt/java", "etc/passwd", *linked]):
            entry(tar, folder, kind=tarfile.DIRTYPE, mode=0o755)
        entry(tar, "tmp", kind=tarfile.DIRTYPE, mode=0o1777)
        entry(tar, "etc/passwd", b"root:x:0:0:root:/root:/bin/false\nferry:x:1000:1000::/tmp:/bin/false\n")
        tar.add(runtime, "opt/java")
        for name, library in linked.items():
            entry(tar, name, library.read_bytes(), mode=0o755)


def main(archive):
    with tempfile.TemporaryDirectory() as folder:
        runtime, file = pathlib.Path(folder, "java"), pathlib.Path(folder, "layer.tar")
        cut_down(runtime)
        layer(runtime, file)
        with open(file, "rb") as content:
            diff_id = "sha256:" + hashlib.file_digest(content, "sha256").hexdigest()
        config = json.dumps({"architecture": "amd64", "os": "linux", "config": {"Env": ["PATH=/opt/java/bin", "JAVA_HOME=/opt/java"]},
                             "rootfs": {"type": "layers", "diff_ids": [diff_id]}, "history": [{"created_by": "jlink"}]}).encode()
        manifest = json.dumps([{"Config": "config.json", "RepoTags": ["java:17"], "Layers": ["layer.tar"]}]).encode()
        with tarfile.open(archive, "w") as tar:
            entry(tar, "config.json", config)
            entry(tar, "manifest.json", manifest)
            tar.add(file, "layer.tar")


if __name__ == "__main__":
    main(sys.argv[1])
