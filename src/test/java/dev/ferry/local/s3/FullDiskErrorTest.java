package dev.ferry.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FullDiskErrorTest {
    @Test
    void what_the_operating_system_says_of_a_full_disk_is_told() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "only Linux has a disk that is always full");
        IOException failure = catchThrowableOfType(IOException.class, () -> {
            try (OutputStream disk = Files.newOutputStream(full)) {
                disk.write(1);
            }
        });

        assertThat(S3Handler.of(failure)).isEqualTo(S3Error.INSUFFICIENT_STORAGE);
        assertThat(S3Handler.of(new UncheckedIOException(failure))).isEqualTo(S3Error.INSUFFICIENT_STORAGE);
    }

    @Test
    void another_failure_is_no_full_disk() {
        assertThat(S3Handler.of(new IOException("Broken pipe"))).isEqualTo(S3Error.INTERNAL_ERROR);
        assertThat(S3Handler.of(new IllegalStateException())).isEqualTo(S3Error.INTERNAL_ERROR);
    }
}
