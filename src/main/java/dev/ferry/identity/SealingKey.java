package dev.ferry.identity;

import dev.ferry.registry.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what only who has this key may read, with AES-256-GCM. What is sealed is bound to a text that says what it is
 * and whose, so that it opens nowhere else: a secret that was moved to another access key's item is no secret there.
 */
public final class SealingKey {
    /** How long a key is. */
    public static final int BYTES = 32;

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** @param key {@link #BYTES} bytes that cannot be guessed */
    public SealingKey(byte[] key) {
        if (key.length != BYTES) {
            throw new InvalidValueException("a sealing key must have " + BYTES + " bytes, not " + key.length);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    /** @throws InvalidValueException if it is not the base64 of {@link #BYTES} bytes; the message doesn't show it */
    public static SealingKey parse(String base64) {
        try {
            return new SealingKey(Base64.getDecoder().decode(base64.strip()));
        } catch (IllegalArgumentException notBase64) {
            throw new InvalidValueException("a sealing key must be the base64 of " + BYTES + " bytes");
        }
    }

    /** A nonce, then the sealed bytes with their tag. */
    byte[] seal(byte[] plain, String bound) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, bound).doFinal(plain);
            return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(CIPHER + " is not in this Java runtime", missing);
        }
    }

    /** What was sealed, or empty if it was not sealed with this key and bound to this text. */
    Optional<byte[]> open(byte[] sealed, String bound) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(sealed).get(nonce);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, nonce, bound)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException forged) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String bound) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(bound.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
