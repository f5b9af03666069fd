package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    @TempDir
    Path directory;

    private static byte[] read(Content content) throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        content.writeTo(read);
        return read.toByteArray();
    }

    private static Content write(DataFiles files, byte[] content) throws IOException {
        return files.write(file -> {
                    DurableFiles.writeFully(file, content, content.length);
                    return content.length;
                })
                .content();
    }

    @Test
    void copy_shares_the_bytes_where_the_file_system_has_hard_links() throws IOException {
        DataFiles files = new DataFiles(directory);
        Content original = write(files, new byte[] {1, 2, 3});

        Content copy = original.copy(files);
        original.release();

        assertThat(read(copy)).containsExactly(1, 2, 3);
        assertThat(files.ids()).hasSize(1);
    }

    @Test
    void copy_copies_the_bytes_where_a_hard_link_is_refused() throws IOException {
        Path otherFileSystem = Path.of("/dev/shm");
        assumeTrue(
                Files.isWritable(otherFileSystem)
                        && !Files.getFileStore(otherFileSystem).equals(Files.getFileStore(directory)),
                "no second file system to refuse a hard link to");
        Path elsewhere = Files.createTempDirectory(otherFileSystem, "data");
        DataFiles copies = new DataFiles(elsewhere);
        Content original = write(new DataFiles(directory), new byte[] {1, 2, 3, 4});

        Content copy = original.slice(new ByteRange(1, 2)).copy(copies);

        assertThat(read(copy)).containsExactly(2, 3);
        copy.release();
        assertThat(copies.ids()).isEmpty();
        Files.delete(elsewhere);
    }

    @Test
    void write_leaves_no_file_when_its_source_fails() {
        DataFiles files = new DataFiles(directory);

        assertThatIOException().isThrownBy(() -> files.write(file -> {
            throw new IOException("the client is gone");
        }));
        assertThat(files.ids()).isEmpty();
    }
}
