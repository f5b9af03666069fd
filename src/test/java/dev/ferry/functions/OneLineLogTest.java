package dev.ferry.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.Test;

class OneLineLogTest {
    private static final String FORGED = "latest\r\n2026-01-01T00:00:00.000Z INFO  push 1: COMPLETE\u2028\u0085\u001b[2J";

    private static String logged(String format, Object parameter, Throwable thrown) {
        ExtLogRecord line = new ExtLogRecord(Level.WARN, format, ExtLogRecord.FormatStyle.PRINTF, "dev.ferry.Any");
        line.setParameters(new Object[] {parameter});
        line.setThrown(thrown);
        assertThat(new OneLineLog().isLoggable(line)).isTrue();
        return new PatternFormatter("%-5p %s%e%n").format(line);
    }

    @Test
    void line_breaks_of_what_is_logged_are_escaped() {
        assertThat(logged("%s failed", FORGED, null)).isEqualTo("WARN  latest\\u000d\\u000a2026-01-01T00:00:00.000Z INFO  "
                + "push 1: COMPLETE\\u2028\\u0085\\u001b[2J failed" + System.lineSeparator());
        assertThat(logged("%s is kept", "100 % of ünicode", null)).startsWith("WARN  100 % of ünicode is kept");
    }

    @Test
    void line_breaks_of_what_was_thrown_are_escaped() {
        RuntimeException thrown = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED));
        thrown.addSuppressed(new IllegalCallerException(FORGED));

        String logged = logged("%s", "failed", thrown);

        assertThat(logged).contains("IllegalStateException: latest\\u000d\\u000a2026", "Caused by: ",
                "IllegalArgumentException: latest\\u000d", "IllegalCallerException: latest\\u000d",
                "at dev.ferry.functions.OneLineLogTest");
        assertThat(logged.lines()).noneMatch(line -> line.startsWith("2026-01-01"));
    }

    @Test
    void causes_in_a_circle_come_to_an_end() {
        RuntimeException first = new IllegalStateException("first");
        RuntimeException second = new IllegalStateException("second", first);
        first.initCause(second);

        assertThat(logged("%s", "failed", first)).contains("first", "second");
    }
}
