"""A native-image for a JDK that GraalVM's image generator has been laid into, as .ci/native-analysis does.

Says what GraalVM's own command would say to the generator: the options it is given, those that the libraries bring in
META-INF/native-image, and what the generator needs of its own JVM. An option that Quarkus or a library comes to use and
that is not known here ends the build.
"""
import os
import pathlib
import re
import subprocess
import sys
import uuid
import zipfile

HOME = pathlib.Path(__file__).resolve().parent.parent
GENERATOR = HOME / "lib" / "svm"
VERSION = (GENERATOR / "version").read_text().strip()
CONFIGURATION = "META-INF/native-image/"
# The generator's names for what native-image's options take.
OPTIONS = {
    "--enable-monitoring": "EnableMonitoringFeatures",
    "--enable-native-access": "EnableNativeAccess",
    "--enable-url-protocols": "EnableURLProtocols",
    "--features": "Features",
    "--link-at-build-time": "LinkAtBuildTime",
    "-march": "MicroArchitecture",
}
INITIALIZED = {"--initialize-at-build-time": "build_time", "--initialize-at-run-time": "run_time"}
FILES = {
    "jni-config.json": "JNIConfigurationResources",
    "proxy-config.json": "DynamicProxyConfigurationResources",
    "reachability-metadata.json": "ReachabilityMetadataResources",
    "reflect-config.json": "ReflectionConfigurationResources",
    "resource-config.json": "ResourceConfigurationResources",
    "serialization-config.json": "SerializationConfigurationResources",
}


class Build:
    """The options of one build, for the generator and for its JVM."""

    def __init__(self, arguments):
        self.java, self.given, self.found, self.jar = [], [], [], None
        arguments = list(arguments)
        while arguments:
            if arguments[0] == "-jar":
                self.jar = pathlib.Path(arguments[1]).resolve()
                del arguments[:2]
            elif not arguments[0].startswith("-"):
                self.name = arguments.pop(0)
            else:
                self.given += self.translated(arguments.pop(0))
        with zipfile.ZipFile(self.jar) as content:
            manifest = re.sub("\r?\n ", "", content.read("META-INF/MANIFEST.MF").decode())
        attributes = dict(re.findall("^([A-Za-z-]+): *(.*?)\r?$", manifest, re.MULTILINE))
        self.main = attributes["Main-Class"]
        self.jars = [self.jar] + [self.jar.parent / path for path in attributes.get("Class-Path", "").split()]
        for package in attributes.get("Add-Opens", "").split():
            self.found.append(f"-H:AddOpens={package}=ALL-UNNAMED")
        for jar in self.jars:
            self.read_configuration_of(jar)

    def translated(self, option, origin=None):
        """What the generator is told for an option, and where it comes from, on which some of them depend."""
        name, _, value = option.partition("=")
        source = f"@{origin}+api" if origin else ""
        if option.startswith("-J"):
            self.java.append(option[2:])
            return []
        if option == "--no-fallback":
            return ["-H:FallbackThreshold=0"]
        if name in INITIALIZED:
            classes = ",".join(f"{each}:{INITIALIZED[name]}" for each in value.split(","))
            return [f"-H:ClassInitialization{source}={classes}"]
        if name in OPTIONS:
            return [f"-H:{OPTIONS[name]}{source}={value}"]
        if name.startswith(("-H:", "-R:")):
            return [option]
        raise SystemExit(f"native-image: {option} of {origin or 'the command line'} is not known here")

    def read_configuration_of(self, jar):
        with zipfile.ZipFile(jar) as content:
            for path in content.namelist():
                folder, _, file = path.rpartition("/")
                if path.startswith(CONFIGURATION) and file in FILES:
                    self.found.append(f"-H:{FILES[file]}@jar:{jar.as_uri()}!/{path}+api={path}")
                elif path.startswith(CONFIGURATION) and file == "native-image.properties":
                    lines = re.sub(r"\\\r?\n\s*", "", content.read(path).decode())
                    for options in re.findall(r"^\s*(?:Java)?Args\s*=\s*(.*?)\s*$", lines, re.MULTILINE):
                        for option in options.replace("${.}", folder).split():
                            self.found += self.translated(option, f"jar:{jar.as_uri()}!/{path}")

    def run(self):
        arguments = pathlib.Path("native-image.arguments").resolve()
        arguments.write_text("\0".join([
            "-imagecp", ":".join(map(str, self.jars)),
            f"-H:CLibraryPath={GENERATOR / 'clibraries'}",
            f"-H:Path={pathlib.Path.cwd()}",
            f"-H:Class={self.main}",
            f"-H:Name={self.name}",
            f"-H:ImageBuildID={uuid.uuid4()}",
            *self.found, *self.given,
            *os.environ.get("NATIVE_IMAGE_OPTIONS", "").split(),
        ]))
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        status = subprocess.run([
            HOME / "bin" / "java",
            "-XX:+UnlockExperimentalVMOptions", "-XX:+EnableJVMCI", "-XX:-UseJVMCICompiler", "-XX:+UseParallelGC",
            "-Xshare:off", "-Xss10m", "-Xmx6g", "-Djava.awt.headless=true", "--add-modules=ALL-DEFAULT",
            "-Djava.system.class.loader=com.oracle.svm.hosted.NativeImageSystemClassLoader",
            "-Djava.lang.invoke.MethodHandle.DONT_INLINE_THRESHOLD=-1", "-Djava.lang.invoke.MethodHandle.PROFILE_GWT=false",
            "-Djdk.internal.lambda.disableEagerInitialization=true",
            "-Dcom.oracle.graalvm.isaot=true", "-Dorg.graalvm.nativeimage.imagecode=buildtime",
            "--enable-native-access=org.graalvm.nativeimage.builder,ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            f"-Dorg.graalvm.version={VERSION}", f"-Dorg.graalvm.vendorversion=GraalVM CE {VERSION}",
            *(GENERATOR / "java.options").read_text().split(),
            *self.java,
            "--upgrade-module-path", GENERATOR / "compiler", "--module-path", GENERATOR / "builder",
            "--module", "org.graalvm.nativeimage.builder/com.oracle.svm.hosted.NativeImageGeneratorRunner",
            "-keepalive", f"/proc/{os.getpid()}/comm", f"--image-args-file={arguments}",
        ], env=environment | {"JVMCI_VERSION_CHECK": "ignore"}, check=False).returncode
        if status == 0:  # Quarkus wants an image, also of a build that stops before there is one
            pathlib.Path(self.name).touch(mode=0o755)
        return status


if sys.argv[1:] == ["--version"]:
    print(f"native-image {VERSION} 2026-01-20\n"
          f"GraalVM Runtime Environment GraalVM CE {VERSION}+10.1 (build {VERSION}+10-jvmci-b01)\n"
          f"Substrate VM GraalVM CE {VERSION}+10.1 (build {VERSION}+10, serial gc)")
else:
    sys.exit(Build(sys.argv[1:]).run())
