package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is deployed: the functions, and nothing of the one-machine cloud. */
class FunctionZipIT {

    @Test
    void nothingOfTheLocalCloudIsDeployed() throws IOException {
        List<String> files = files();
        assertThat(files).anyMatch(file -> file.endsWith("dev/ferry/functions/ReplicateFunction.class"));
        assertThat(files).noneMatch(file -> file.contains("dev/ferry/local/") || file.contains("dev/ferry/cli/"));
        assertThat(files).noneMatch(file -> file.matches("(?i).*(dynamodblocal|picocli|snakeyaml|jib-core|junit).*"));
    }

    @Test
    @Tag("full")
    void theBillOfMaterialsListsTheLibrariesThatAreDeployedAndNoOthers() throws IOException {
        List<String> listed = new ArrayList<>();
        for (JsonNode component : new ObjectMapper().readTree(new File("target/bom.json")).get("components")) {
            listed.add("lib/" + component.get("group").asText() + "." + component.get("name").asText() + "-"
                    + component.get("version").asText() + ".jar");
        }
        // A dependency of Quarkus that serves its development mode, and is left out when it packs.
        assertThat(listed.removeIf(jar -> jar.contains("quarkus-ide-launcher"))).isTrue();
        try (ZipFile zip = new ZipFile("target/function.zip")) {
            assertThat(listed).isNotEmpty().containsExactlyInAnyOrderElementsOf(zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.startsWith("lib/") && name.endsWith(".jar"))
                    .toList());
        }
    }

    /** The store computes digests, and the JDK hashes what the store cannot. */
    @Test
    void noHashOfItsOwnIsDeployed() throws IOException {
        assertThat(files()).noneMatch(file -> file.matches("(?i).*(bcprov|bouncycastle).*"));
    }

    /** AWS is called by Apache's client alone; another one would be started, and compiled natively, in vain. */
    @Test
    void noOtherHttpClientIsDeployed() throws IOException {
        assertThat(files()).noneMatch(file -> file.matches(
                "lib/.*(netty|url-connection-client|httpclient5|aws-crt).*"));
    }

    /** The zip's files, and the files of the jars among them. */
    private static List<String> files() throws IOException {
        List<String> files = new ArrayList<>();
        try (ZipFile zip = new ZipFile("target/function.zip")) {
            for (ZipEntry entry : zip.stream().toList()) {
                files.add(entry.getName());
                if (entry.getName().endsWith(".jar")) {
                    try (InputStream jar = zip.getInputStream(entry)) {
                        files.addAll(names(jar.readAllBytes()));
                    }
                }
            }
        }
        return files;
    }

    private static List<String> names(byte[] jar) throws IOException {
        List<String> names = new ArrayList<>();
        try (ZipInputStream content = new ZipInputStream(new ByteArrayInputStream(jar))) {
            for (ZipEntry entry = content.getNextEntry(); entry != null; entry = content.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }
}
