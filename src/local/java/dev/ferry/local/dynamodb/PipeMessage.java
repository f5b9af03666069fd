package dev.ferry.local.dynamodb;

import java.util.Arrays;
import java.util.Optional;

/**
 * What DynamoDB Local's process and the one that started it tell each other through its standard streams, a line each.
 *
 * @param subject a word: most often a Region
 * @param text    what is left to say, on one line
 */
record PipeMessage(Kind kind, String subject, String text) {
    private static final int PARTS = 3;

    enum Kind {
        /** From the server: on the port that is the subject, for functions, and the one that is the text, for the cloud itself. */
        LISTENING,
        /** From the server, which answers from now on. */
        READY,
        /** From the server: it has a request of a Region that it does not know, and waits for one of the next three. */
        WANTED,
        PROVISIONED,
        /** There can be no such stack, for the reason that is the text. */
        REFUSED,
        /** There may be next time. */
        FAILED,
        /** To the server: no Region has tables any more. */
        EMPTIED,
        /** From the server: in this Region, by the request that is the text. */
        WRITTEN
    }

    PipeMessage {
        text = text.replace('\n', ' ').replace('\r', ' '); // which in JSON stand between values alone
    }

    PipeMessage(Kind kind, String subject) {
        this(kind, subject, "");
    }

    /** A message, if the line is one: a JVM that does not start says something else. */
    static Optional<PipeMessage> read(String line) {
        String[] parts = line.split(" ", PARTS);
        return parts.length < PARTS
                ? Optional.empty()
                : Arrays.stream(Kind.values())
                        .filter(kind -> kind.name().equals(parts[0]))
                        .findFirst()
                        .map(kind -> new PipeMessage(kind, parts[1], parts[2]));
    }

    String line() {
        return kind + " " + subject + " " + text + "\n";
    }
}
