package dev.ferry.registry;

import java.util.regex.Pattern;

/** What a stranger sent, made fit to stand in a message: short, and on one line. */
final class Quoted {
    private static final int MAX_LENGTH = 150;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private Quoted() {}

    static String quoted(String text) {
        return "'" + shortened(text) + "'";
    }

    static String shortened(String text) {
        String start = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "…" : text;
        return CONTROL.matcher(start).replaceAll("?");
    }
}
