package dev.ferry.local.triggers;

import java.util.ArrayList;
import java.util.List;

/**
 * The operator {@code wildcard}: {@code *} stands for any characters, {@code \*} for a star and {@code \\} for a
 * backslash.
 *
 * @param parts the literal text between the stars, at least one
 */
record WildcardText(List<String> parts) {

    static WildcardText parse(String pattern) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\' && i + 1 < pattern.length() && "*\\".indexOf(pattern.charAt(i + 1)) >= 0) {
                part.append(pattern.charAt(++i));
            } else if (c == '*') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return new WildcardText(List.copyOf(parts));
    }

    /** Each part is taken where it first occurs, so the time is linear in the text for each part. */
    boolean matches(String text) {
        String first = parts.get(0);
        if (parts.size() == 1) {
            return text.equals(first);
        }
        String last = parts.get(parts.size() - 1);
        int end = text.length() - last.length();
        if (!text.startsWith(first) || !text.endsWith(last) || first.length() > end) {
            return false;
        }
        int position = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, position);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            position = found + part.length();
        }
        return true;
    }
}
