package dev.ferry.local.s3;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Percent-encoded UTF-8, as it stands in the path and the query of a request. */
final class UriText {

    private UriText() {}

    /** Decodes a path, in which {@code +} stands for itself. */
    static String decodePath(String encoded) {
        return decode(encoded);
    }

    /** Decodes a query, in which {@code +} is a space; a name without {@code =} has an empty value. */
    static Map<String, List<String>> decodeQuery(String encoded) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (String pair : encoded.split("&")) {
            if (!pair.isEmpty()) {
                String[] nameAndValue = pair.replace('+', ' ').split("=", 2);
                query.computeIfAbsent(decode(nameAndValue[0]), name -> new ArrayList<>())
                        .add(nameAndValue.length == 2 ? decode(nameAndValue[1]) : "");
            }
        }
        return query;
    }

    private static String decode(String encoded) {
        byte[] source = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(source.length);
        for (int i = 0; i < source.length; i++) {
            if (source[i] != '%') {
                decoded.write(source[i]);
            } else if (i + 2 < source.length) {
                decoded.write(hexDigit(source[i + 1]) << 4 | hexDigit(source[i + 2]));
                i += 2;
            } else {
                throw new S3Exception(S3Error.INVALID_URI);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded.toByteArray())).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new S3Exception(S3Error.INVALID_URI);
        }
    }

    private static int hexDigit(byte digit) {
        int value = Character.digit(digit, 16);
        if (value < 0) {
            throw new S3Exception(S3Error.INVALID_URI);
        }
        return value;
    }
}
