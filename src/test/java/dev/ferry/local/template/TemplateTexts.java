package dev.ferry.local.template;


import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Templates as text, read for Oregon. */
abstract class TemplateTexts {
    static final TemplateParameters OREGON =
            new TemplateParameters("us-west-2", "111122223333", "aws", "amazonaws.com", Map.of());

    @TempDir
    Path folder;

    Template read(String yaml) {
        try {
            return TemplateReader.read(Files.writeString(folder.resolve("template.yaml"), yaml), OREGON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
