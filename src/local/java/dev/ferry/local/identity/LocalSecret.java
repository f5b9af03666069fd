package dev.ferry.local.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secrets of a one-machine cloud, all derived from one that is drawn when its data directory is first used. So
 * there is nothing to keep in step with the tables, and no secret that two such clouds share.
 */
public final class LocalSecret {
    static final String FILE = "secret";

    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;

    private final byte[] secret;

    private LocalSecret(byte[] secret) {
        this.secret = secret;
    }

    /** The secret of this data directory, drawn now if it has none. */
    public static LocalSecret in(Path dataDirectory) throws IOException {
        Path file = Files.createDirectories(dataDirectory).resolve(FILE);
        if (!Files.exists(file)) {
            draw(file);
        }
        byte[] secret = Files.readAllBytes(file);
        if (secret.length != BYTES) {
            throw new IOException(file + " must hold " + BYTES + " bytes; delete it and a new one is made");
        }
        return new LocalSecret(secret);
    }

    /** What the access keys of this cloud are sealed with: the base64 of 32 bytes. */
    public String sealingKey() {
        return of("sealing key");
    }

    /** The secret of what has this name: the same each time, and of no use for another name. */
    public String of(String name) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(name.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(HMAC + " is not in this Java runtime", missing);
        }
    }

    /** Written aside and moved, so that the file is whole whenever it is there. The owner alone may read it. */
    private static void draw(Path file) throws IOException {
        byte[] drawn = new byte[BYTES];
        new SecureRandom().nextBytes(drawn);
        Path aside = Files.createTempFile(file.getParent(), FILE, ".new");
        Files.write(aside, drawn);
        Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
