"""Makes container images of every kind as OCI image layouts, and checks that a layout holds an image whole."""
import gzip
import hashlib
import io
import json
import pathlib
import random
import struct
import tarfile

MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"
ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd"
TAR = "application/vnd.oci.image.layer.v1.tar"
FOREIGN = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip"
EMPTY = "application/vnd.oci.empty.v1+json"
REFERENCE = "org.opencontainers.image.ref.name"
BLOCK = 1 << 20
ELSEWHERE = gzip.compress(b"a layer that no registry holds", mtime=0)


class Layout:
    """A folder with one image in it, under one tag."""

    def __init__(self, folder, tag):
        self.folder, self.tag = pathlib.Path(folder), tag
        self.blobs = self.folder / "blobs" / "sha256"
        self.blobs.mkdir(parents=True)
        (self.folder / "oci-layout").write_text('{"imageLayoutVersion":"1.0.0"}')

    def blob(self, media_type, content, **more):
        digest = hashlib.sha256(content).hexdigest()
        (self.blobs / digest).write_bytes(content)
        return {"mediaType": media_type, "digest": "sha256:" + digest, "size": len(content)} | more

    def json(self, media_type, value, **more):
        return self.blob(media_type, json.dumps(value).encode(), **more)

    def large_blob(self, media_type, size):
        """A layer of some MiB, written as it is made."""
        digest, path = hashlib.sha256(), self.blobs / "growing"
        block = bytearray(random.Random(size).randbytes(BLOCK))
        with open(path, "wb") as out:
            for number in range(size // BLOCK):
                struct.pack_into("<Q", block, 0, number)
                digest.update(block)
                out.write(block)
        path.rename(self.blobs / digest.hexdigest())
        return {"mediaType": media_type, "digest": "sha256:" + digest.hexdigest(), "size": size}

    def image(self, layers, architecture="amd64", diff_ids=None, **more):
        config = self.json(CONFIG, {
            "architecture": architecture, "os": "linux", "config": {},
            "rootfs": {"type": "layers", "diff_ids": diff_ids or [layer["digest"] for layer in layers]}})
        return self.json(MANIFEST, {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers}, **more)

    def tagged(self, descriptor):
        """Makes this what the layout is about; returns its digest."""
        (self.folder / "index.json").write_text(json.dumps({
            "schemaVersion": 2, "manifests": [descriptor | {"annotations": {REFERENCE: self.tag}}]}))
        return descriptor["digest"]


def tar(name, content):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def zstd(content):
    """A Zstandard frame of stored blocks (RFC 8878), as Python has no compressor of it."""
    frame = struct.pack("<IBI", 0xFD2FB528, 0b10100000, len(content))
    blocks = [content[at:at + BLOCK // 8] for at in range(0, len(content), BLOCK // 8)]
    for number, block in enumerate(blocks):
        header = len(block) << 3 | (number == len(blocks) - 1)
        frame += struct.pack("<I", header)[:3] + block
    return frame


def layer(layout, name):
    return layout.blob(GZIP, gzip.compress(tar(name, name.encode() * 100), mtime=0))


def single(layout):
    return layout.tagged(layout.image([layer(layout, "hello")]))


def multi_arch(layout):
    children = [
        layout.image([layer(layout, architecture)], architecture, platform={"os": "linux", "architecture": architecture})
        for architecture in ("amd64", "arm64")]
    return layout.tagged(layout.json(INDEX, {"schemaVersion": 2, "mediaType": INDEX, "manifests": children}))


def zstd_layer(layout):
    return layout.tagged(layout.image([layout.blob(ZSTD, zstd(tar("zstd", b"z" * 300_000)))]))


def empty_layer(layout):
    return layout.tagged(layout.image([layout.blob(GZIP, gzip.compress(bytes(1024), mtime=0)), layer(layout, "empty")]))


def sixty_layers(layout):
    return layout.tagged(layout.image([layer(layout, f"layer-{number}") for number in range(60)]))


def foreign_layer(layout, url):
    """Its first layer is no registry's, but lies at the URL."""
    elsewhere = {"mediaType": FOREIGN, "digest": "sha256:" + hashlib.sha256(ELSEWHERE).hexdigest(),
                 "size": len(ELSEWHERE), "urls": [url]}
    return layout.tagged(layout.image([elsewhere, layer(layout, "here")]))


def artifact(layout):
    """An artifact that refers to the image of single()."""
    empty = layout.blob(EMPTY, b"{}")
    subject = json.loads((layout.folder.parent / "single" / "index.json").read_text())["manifests"][0]
    return layout.tagged(layout.json(MANIFEST, {
        "schemaVersion": 2, "mediaType": MANIFEST, "artifactType": "application/vnd.example.sbom", "config": empty,
        "layers": [layout.blob("application/vnd.example.sbom", b"all that is in it")],
        "subject": {name: subject[name] for name in ("mediaType", "digest", "size")}}))


def large_layer(layout):
    """Larger than the heap of any process of Ferry's, of which the largest has 512 MiB."""
    return layout.tagged(layout.image([layout.large_blob(TAR, 576 << 20)]))


KINDS = {"single": single, "multi-arch": multi_arch, "zstd": zstd_layer, "empty": empty_layer, "sixty": sixty_layers,
         "artifact": artifact, "large": large_layer}


def make(folder, foreign_url):
    """Makes a layout of every kind under a folder; returns the digests by the kinds."""
    folder = pathlib.Path(folder)
    return {kind: make_it(Layout(folder / kind, kind)) for kind, make_it in KINDS.items()} | {
        "foreign": foreign_layer(Layout(folder / "foreign", "foreign"), foreign_url)}


def check(folder, digest):
    """Ends the script unless a layout holds the manifest and all that it leads to, byte for byte."""
    found = content(folder, digest)
    manifest = json.loads(found)
    for child in manifest.get("manifests", []):
        check(folder, child["digest"])
    for blob in [manifest[name] for name in ("config",) if name in manifest] + manifest.get("layers", []):
        if "urls" not in blob:
            content(folder, blob["digest"], keep=False)


def content(folder, digest, keep=True):
    path = pathlib.Path(folder) / "blobs" / digest.replace(":", "/")
    actual = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(BLOCK):
            actual.update(block)
    if "sha256:" + actual.hexdigest() != digest:
        raise SystemExit(f"{digest} was pulled as sha256:{actual.hexdigest()}")
    return path.read_bytes() if keep else None
