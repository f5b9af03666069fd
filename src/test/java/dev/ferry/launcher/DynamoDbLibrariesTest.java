package dev.ferry.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is fetched for DynamoDB Local is what it should be, or nothing is there. */
class DynamoDbLibrariesTest {
    private static final String FIRST = "org/example/first/1/first-1.jar";
    private static final String SECOND = "org/example/second/2/second-2.so";

    @TempDir
    private Path folder;

    private Path mirror;
    private Path here;
    private Path libraries;

    @BeforeEach
    void lay_out() throws IOException {
        mirror = folder.resolve("mirror");
        here = folder.resolve("here");
        libraries = folder.resolve("lib").resolve("dynamodb");
        put(mirror, FIRST, "first");
        put(mirror, SECOND, "second");
    }

    private static void put(Path repository, String path, String content) throws IOException {
        Files.createDirectories(repository.resolve(path).getParent());
        Files.writeString(repository.resolve(path), content);
    }

    private DynamoDbLibraries fetched() {
        return new DynamoDbLibraries(
                Map.of(FIRST, Sha256.of("first".getBytes(StandardCharsets.UTF_8)), SECOND, Sha256.of("second".getBytes(StandardCharsets.UTF_8))),
                Optional.of(here),
                MavenRepository.of(Map.of("MVNW_REPOURL", mirror.toUri().toString())));
    }

    @Test
    void all_files_are_there_when_the_folder_is() throws IOException {
        fetched().fetchInto(libraries);

        assertThat(libraries.resolve("first-1.jar")).hasContent("first");
        assertThat(libraries.resolve("second-2.so")).hasContent("second");
    }

    @Test
    void what_is_not_what_it_should_be_is_refused_by_name() throws IOException {
        put(mirror, SECOND, "seconD");

        assertThatThrownBy(() -> fetched().fetchInto(libraries))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(SECOND)
                .hasMessageContaining(Sha256.of("second".getBytes(StandardCharsets.UTF_8)));

        assertThat(libraries).doesNotExist();
    }

    @Test
    void what_was_fetched_before_it_was_cut_off_is_not_fetched_again() throws IOException {
        Files.delete(mirror.resolve(SECOND));
        assertThatThrownBy(() -> fetched().fetchInto(libraries)).hasMessageContaining(SECOND);
        put(mirror, SECOND, "second");
        Files.delete(mirror.resolve(FIRST));

        fetched().fetchInto(libraries);

        assertThat(libraries.resolve("first-1.jar")).hasContent("first");
    }

    @Test
    void what_was_left_half_written_is_fetched_again() throws IOException {
        Path partial = Files.createDirectories(libraries.resolveSibling("dynamodb.partial"));
        Files.writeString(partial.resolve("first-1.jar"), "fir");

        fetched().fetchInto(libraries);

        assertThat(libraries.resolve("first-1.jar")).hasContent("first");
    }

    @Test
    void mavens_own_copies_are_taken_if_they_are_the_same() throws IOException {
        put(here, FIRST, "first");
        put(here, SECOND, "another");
        Files.delete(mirror.resolve(FIRST));

        fetched().fetchInto(libraries);

        assertThat(libraries.resolve("first-1.jar")).hasContent("first");
        assertThat(libraries.resolve("second-2.so")).hasContent("second");
    }
}
