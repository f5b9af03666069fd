package dev.ferry.cli.demo;

/** What came is not what was expected; the message says both. */
final class MismatchException extends RuntimeException {

    MismatchException(String expected, String came) {
        super(" expected " + expected + "\n     came " + came);
    }
}
