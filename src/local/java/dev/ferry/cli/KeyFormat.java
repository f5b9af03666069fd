package dev.ferry.cli;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids and secrets of access keys that nobody has had before, in the form of AWS's: 20 and 40 characters. */
final class KeyFormat {
    private static final String ID_START = "FERRY";
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int ID_DRAWN = 15;
    private static final int SECRET_BYTES = 30;

    private final SecureRandom random = new SecureRandom();

    String newId() {
        StringBuilder id = new StringBuilder(ID_START);
        random.ints(ID_DRAWN, 0, ID_CHARACTERS.length()).forEach(index -> id.append(ID_CHARACTERS.charAt(index)));
        return id.toString();
    }

    /** 240 bits. */
    String newSecret() {
        byte[] drawn = new byte[SECRET_BYTES];
        random.nextBytes(drawn);
        return Base64.getEncoder().encodeToString(drawn);
    }
}
