package dev.ferry.registry;

/**
 * Wildcards as AWS has them: {@code *} is any run of characters, {@code ?} any one. There is no escape. A match takes
 * time linear in pattern times text at worst and holds no state, so a hostile pattern costs nothing to speak of.
 */
public final class Wildcard {
    private Wildcard() {}

    public static boolean matches(String pattern, String text) {
        int at = 0;
        int in = 0;
        int star = -1;
        int retry = 0;
        while (in < text.length()) {
            if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                retry = in;
            } else if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == text.charAt(in))) {
                at++;
                in++;
            } else if (star >= 0) {
                at = star + 1;
                in = ++retry;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
