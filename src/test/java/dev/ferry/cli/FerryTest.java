package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FerryTest {

    @Test
    void its_help_lists_the_commands() {
        StringWriter out = new StringWriter();

        int code = Ferry.commandLine().setOut(new PrintWriter(out)).execute("--help");

        assertThat(code).isZero();
        assertThat(out.toString()).contains("demo", "up", "gateway", "status", "retry", "keys");
    }
}
