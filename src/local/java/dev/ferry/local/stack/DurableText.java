package dev.ferry.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A small text file that is there as a whole or not at all, whenever the machine stops. */
final class DurableText {
    private DurableText() {}

    static void replace(Path file, List<String> lines) throws IOException {
        // A temporary file is readable by its owner alone, which suits the access key.
        Path fresh = Files.createTempFile(file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new");
        Files.write(fresh, lines);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
