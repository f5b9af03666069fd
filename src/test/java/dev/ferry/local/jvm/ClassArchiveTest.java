package dev.ferry.local.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.jvm.ClassArchive.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final Instant BUILT = Instant.parse("2026-11-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path jar;
    private Path file;

    @BeforeEach
    void build() throws IOException {
        jar = Files.createFile(folder.resolve("ferry-local.jar"));
        file = folder.resolve("classes-" + Runtime.version() + ".jsa");
        Files.setLastModifiedTime(jar, FileTime.from(BUILT));
    }

    @Test
    void the_first_process_that_loads_all_leaves_the_archive() throws IOException {
        ClassArchive archive = new ClassArchive(folder, jar);

        assertThat(archive.options(Share.SOME)).isEmpty();
        assertThat(archive.options(Share.MOST)).isEqualTo(List.of("-XX:ArchiveClassesAtExit=" + file));
        assertThat(archive.options(Share.MOST)).isEmpty();
    }

    @Test
    void a_process_starts_from_the_archive_that_is_there() throws IOException {
        archivedAt(BUILT);

        assertThat(new ClassArchive(folder, jar).options(Share.SOME)).isEqualTo(List.of("-XX:SharedArchiveFile=" + file));
    }

    @Test
    void an_archive_of_an_earlier_build_is_made_anew() throws IOException {
        archivedAt(BUILT.minusSeconds(1));

        assertThat(new ClassArchive(folder, jar).options(Share.MOST)).isEqualTo(List.of("-XX:ArchiveClassesAtExit=" + file));
    }

    @Test
    void classes_in_a_folder_are_not_archived() throws IOException {
        assertThat(new ClassArchive(folder, folder).options(Share.MOST)).isEmpty();
    }

    @Test
    void where_nothing_can_be_written_none_is_left() throws IOException {
        assertThat(new ClassArchive(folder.resolve("absent"), jar).options(Share.ALL)).isEmpty();
    }

    @Test
    void a_jdk_without_an_archive_of_its_own_leaves_none() throws IOException {
        Path javaHome = Files.createDirectory(folder.resolve("jdk"));

        assertThat(new ClassArchive(folder, jar, javaHome).options(Share.MOST)).isEmpty();

        Files.createFile(Files.createDirectories(javaHome.resolve("lib").resolve("server")).resolve("classes.jsa"));
        assertThat(new ClassArchive(folder, jar, javaHome).options(Share.MOST))
                .isEqualTo(List.of("-XX:ArchiveClassesAtExit=" + file));
    }

    @Test
    void one_that_lacks_many_classes_is_made_anew() throws IOException {
        ClassArchive archive = new ClassArchive(folder, jar);
        List<String> leaves =
                List.of("-XX:ArchiveClassesAtExit=" + file, "-D" + LoadedClasses.ARCHIVE + "=" + file);
        List<String> startsFrom = List.of("-XX:SharedArchiveFile=" + file, "-D" + LoadedClasses.ARCHIVE + "=" + file);

        assertThat(archive.options(Share.ALL)).isEqualTo(leaves);
        LoadedClasses.compare(file, 1000);
        archivedAt(BUILT);
        LoadedClasses.compare(file, 1200);
        assertThat(archive.options(Share.ALL)).isEqualTo(startsFrom);
        LoadedClasses.compare(file, 1201);
        assertThat(new ClassArchive(folder, jar).options(Share.ALL)).isEqualTo(leaves);

        LoadedClasses.compare(file, 1201);
        Files.setLastModifiedTime(file, FileTime.from(BUILT));
        LoadedClasses.compare(file, 1441);
        assertThat(archive.options(Share.ALL)).isEqualTo(startsFrom);
    }

    private void archivedAt(Instant time) throws IOException {
        Files.setLastModifiedTime(Files.createFile(file), FileTime.from(time));
    }
}
