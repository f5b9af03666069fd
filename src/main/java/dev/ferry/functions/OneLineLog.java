package dev.ferry.functions;

import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;

/**
 * Line breaks and other control characters that a tenant sent are written as escapes, so that nobody can make the log say
 * what no function said.
 */
@LoggingFilter(name = "one-line")
public final class OneLineLog implements Filter {
    @Override
    public boolean isLoggable(LogRecord logged) {
        String message = escaped(ExtLogRecord.wrap(logged).getFormattedMessage());
        logged.setParameters(null);
        if (logged instanceof ExtLogRecord extended) {
            extended.setMessage(message, ExtLogRecord.FormatStyle.NO_FORMAT);
        } else {
            logged.setMessage(message);
        }
        if (logged.getThrown() != null) {
            logged.setThrown(EscapedThrowable.of(logged.getThrown()));
        }
        return true;
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            // Unicode's line and paragraph separators break lines in some viewers.
            if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029) {
                escaped.append(String.format("\\u%04x", character));
            } else {
                escaped.appendCodePoint(character);
            }
        });
        return escaped.toString();
    }
}
