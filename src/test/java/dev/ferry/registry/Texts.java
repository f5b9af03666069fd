package dev.ferry.registry;

import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Texts for comparing an implementation with its oracle. */
public final class Texts {
    private Texts() {}

    /** Every text over this alphabet, from the empty one up to that length. */
    public static Stream<String> upTo(int length, String alphabet) {
        return IntStream.rangeClosed(0, length).boxed().flatMap(exact -> of(exact, alphabet));
    }

    private static Stream<String> of(int length, String alphabet) {
        return length == 0
                ? Stream.of("")
                : of(length - 1, alphabet).flatMap(text -> alphabet.chars().mapToObj(c -> text + (char) c));
    }

    /** The characters from first to last. */
    public static String characters(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Character::toString).collect(Collectors.joining());
    }

    /** Whether a value can be made of the text. */
    public static boolean isAccepted(Consumer<String> constructor, String text) {
        try {
            constructor.accept(text);
            return true;
        } catch (InvalidValueException refused) {
            return false;
        }
    }
}
