package dev.ferry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class TerminalTest {
    private static final String ESCAPE = "\u001b";

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void a_file_gets_plain_lines() {
        Terminal terminal = terminal(Ansi.OFF);
        terminal.heading("Ferry");
        terminal.step("Push");
        terminal.command("aws ecr put-image \\\n  --image-tag 1.0");
        terminal.line("pushed");

        assertThat(lines()).containsExactly(
                "Ferry", "", "1  Push", "   $ aws ecr put-image \\", "       --image-tag 1.0", "   pushed");
    }

    @Test
    void a_terminal_gets_the_same_words_with_commands_dimmed() {
        Terminal terminal = terminal(Ansi.ON);
        terminal.command("aws ecr put-image");
        terminal.line("pushed");

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).contains(ESCAPE + "[2m", "$ aws ecr put-image");
        assertThat(lines().get(1)).isEqualTo("   pushed");
    }

    @Test
    void a_failure_says_the_step_the_reason_and_where_the_log_is() {
        Terminal terminal = terminal(Ansi.OFF);
        terminal.step("Start");
        terminal.step("Push");
        terminal.failed(new MismatchException("200", "500").getMessage(), Path.of("/data/log"), List.of("a stack"));

        assertThat(lines()).containsSubsequence(
                "Failed in step 2, \"Push\"",
                " expected 200",
                "     came 500",
                "      log /data/log, which ends with",
                "  | a stack");
    }

    @Test
    void nothing_is_said_after_silence() {
        Terminal terminal = terminal(Ansi.OFF);
        terminal.silence();
        terminal.line("pushed");

        assertThat(lines()).isEmpty();
    }

    private Terminal terminal(Ansi ansi) {
        return new Terminal(new PrintStream(written, true, StandardCharsets.UTF_8), ansi);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
