package dev.ferry.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("full")
class LocalServicesTest {
    private static final Path LIBRARIES = Path.of("target", "local", "lib", "dynamodb");
    private static final StackSource SOURCE = new StackSource(Path.of("template.yaml"), "111122223333", Map.of());
    private static final Map<String, AttributeValue> ITEM = Map.of("upload", AttributeValue.fromS("open"));

    @TempDir
    Path data;

    @Test
    void go_on_with_the_data_of_an_earlier_run() throws IOException {
        try (LocalServices earlier = start()) {
            earlier.clients().dynamoDb("us-west-2").putItem(request -> request.tableName("ferry-uploads")
                    .item(ITEM));
        }
        try (LocalServices later = start()) {
            later.stacks().resume();

            assertThat(later.clients()
                            .dynamoDb("us-west-2")
                            .getItem(get -> get.tableName("ferry-uploads").key(ITEM))
                            .item())
                    .isEqualTo(ITEM);
        }
    }

    @Test
    void refuse_a_data_directory_that_is_in_use() throws IOException {
        try (LocalServices running = start()) {
            assertThatThrownBy(this::start).isInstanceOf(IOException.class).hasMessageContaining("is in use");

            assertThat(running.clients().dynamoDb("us-west-2").listTables().tableNames())
                    .contains("ferry-uploads");
        }
    }

    @Test
    void leave_the_data_directory_free_when_they_cannot_start() throws IOException {
        assertThatThrownBy(() -> LocalServices.start(data.resolve("nothing"), data, SOURCE))
                .isInstanceOf(IOException.class);

        try (LocalServices running = start()) {
            assertThat(running.clients().dynamoDb("us-west-2").listTables().hasTableNames())
                    .isTrue();
        }
    }

    private LocalServices start() throws IOException {
        return LocalServices.start(LIBRARIES, data, SOURCE);
    }
}
