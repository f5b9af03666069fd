package dev.ferry.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The access key that every part of one machine's cloud uses. DynamoDB Local checks no signature, but keeps the tables of
 * each access key id apart; so the id is random, and whoever does not know it finds no table.
 *
 * @param accessKeyId letters and digits alone, as DynamoDB Local wants them
 */
public record LocalCredentials(String accessKeyId, String secretAccessKey) {
    private static final String FILE = "access-key";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** The access key of a data directory, made when first asked for: the data can be found with no other. */
    public static LocalCredentials of(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.exists(file)) {
            Files.createDirectories(dataDirectory);
            DurableText.replace(file, List.of("LOCAL" + random(15), random(40)));
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() != 2) {
            throw new IOException(file + " must have two lines, an access key id and its secret");
        }
        return new LocalCredentials(lines.get(0), lines.get(1));
    }

    public AwsCredentialsProvider provider() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    }

    /** The secret of an access key id, if it is this one. */
    public Optional<String> secretOf(String otherAccessKeyId) {
        return accessKeyId.equals(otherAccessKeyId) ? Optional.of(secretAccessKey) : Optional.empty();
    }

    @Override
    public String toString() {
        return "LocalCredentials[" + accessKeyId + "]";
    }

    private static String random(int length) {
        StringBuilder text = new StringBuilder(length);
        new SecureRandom().ints(length, 0, LETTERS.length()).forEach(index -> text.append(LETTERS.charAt(index)));
        return text.toString();
    }
}
