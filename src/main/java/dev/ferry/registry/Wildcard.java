package dev.ferry.registry;

import java.util.BitSet;

/**
 * Wildcards as AWS has them: {@code *} is any run of characters, {@code ?} any one. There is no escape. A match takes
 * time linear in pattern times text at worst and holds no state, so a hostile pattern costs nothing to speak of.
 */
public final class Wildcard {
    private static final BitSet NOWHERE = new BitSet();

    private Wildcard() {}

    public static boolean matches(String pattern, String text) {
        return matches(pattern, NOWHERE, text);
    }

    /** @param literal where in the pattern a {@code *} or {@code ?} stands for itself */
    public static boolean matches(String pattern, BitSet literal, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (in < text.length()) {
            if (isWild(pattern, literal, at, '*')) {
                star = at++;
                retry = in;
            } else if (isWild(pattern, literal, at, '?')
                    || at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (isWild(pattern, literal, at, '*')) {
            at++;
        }
        return at == pattern.length();
    }

    private static boolean isWild(String pattern, BitSet literal, int at, char wildcard) {
        return at < pattern.length() && pattern.charAt(at) == wildcard && !literal.get(at);
    }
}
