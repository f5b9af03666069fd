package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class ConsoleLogTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ConsoleLog log =
            new ConsoleLog(new PrintStream(printed, true, StandardCharsets.UTF_8), Clock.systemUTC());

    @Test
    void a_person_reads_what_a_function_says_and_not_what_it_prints_for_cloudwatch() {
        log.printed("ReplicateFunction", "push 1: to 444455556666/eu-west-1 COMPLETE after 12 ms");
        log.printed("AnnounceFunction", "{\"_aws\":{\"Timestamp\":1},\"Region\":\"us-west-2\"}");

        assertThat(printed.toString(StandardCharsets.UTF_8).lines().map(String::strip))
                .containsExactly("ReplicateFunction | push 1: to 444455556666/eu-west-1 COMPLETE after 12 ms");
    }
}
