package dev.ferry.simulation.dynamodb.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of one expression, read from left to right. */
final class Tokens {
    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?<token>[#:]?[A-Za-z_][A-Za-z0-9_]*|[#:][0-9][A-Za-z0-9_]*|<>|<=|>=|[=<>(),+\\-.\\[\\]]|[0-9]+)\\s*");
    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+|[A-Za-z_][A-Za-z0-9_]*");

    private final String text;
    private final List<String> tokens;
    private final Set<String> names = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private int next;

    Tokens(String text) {
        this.text = text;
        this.tokens = split(text);
    }

    private static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(text);
        int end = 0;
        while (end < text.length()) {
            if (!matcher.find(end) || matcher.start() != end) {
                throw new InvalidExpressionException("Syntax error; token: \"" + text.substring(end) + "\"");
            }
            tokens.add(matcher.group("token"));
            end = matcher.end();
        }
        if (tokens.isEmpty()) {
            throw new InvalidExpressionException("The expression can not be empty;");
        }
        return tokens;
    }

    /** The attributes that were read so far: names and placeholders of names. */
    Set<String> names() {
        return names;
    }

    /** The placeholders of values that were read so far. */
    Set<String> values() {
        return values;
    }

    boolean atEnd() {
        return next == tokens.size();
    }

    /** Whether this symbol or keyword is next. Keywords may be written in any case. */
    boolean isNext(String token) {
        return isAhead(0, token);
    }

    boolean isAhead(int offset, String token) {
        return next + offset < tokens.size()
                && tokens.get(next + offset).toUpperCase(Locale.ROOT).equals(token);
    }

    /** Passes over this symbol or keyword if it is next. */
    boolean take(String token) {
        boolean is = isNext(token);
        if (is) {
            next++;
        }
        return is;
    }

    void expect(String token) {
        if (!take(token)) {
            throw syntaxError();
        }
    }

    String take() {
        if (atEnd()) {
            throw syntaxError();
        }
        return tokens.get(next++);
    }

    /** The name of a top-level attribute, or the placeholder of one. */
    String takeName() {
        String name = take();
        if (!NAME.matcher(name).matches()) {
            next--;
            throw syntaxError();
        }
        if (isNext(".") || isNext("[")) {
            throw new UnsupportedOperationException("a path into an attribute, in " + text);
        }
        names.add(name);
        return name;
    }

    String takeValue() {
        String value = take();
        if (!value.startsWith(":")) {
            next--;
            throw syntaxError();
        }
        values.add(value);
        return value;
    }

    boolean isValueNext() {
        return !atEnd() && tokens.get(next).startsWith(":");
    }

    UnsupportedOperationException unsupported(String what) {
        return new UnsupportedOperationException(what + " in " + text);
    }

    InvalidExpressionException syntaxError() {
        return new InvalidExpressionException(
                "Syntax error; token: \"" + (atEnd() ? "<EOF>" : tokens.get(next)) + "\", in: \"" + text + "\"");
    }
}
