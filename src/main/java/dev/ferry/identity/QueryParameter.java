package dev.ferry.identity;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A parameter of a query string, in the one encoding that Signature Version 4 knows: upper-case percent-encoding of every
 * byte that RFC 3986 does not call unreserved. A plus sign is a plus sign, for that is what AWS clients mean by it.
 */
record QueryParameter(String name, String value) implements Comparable<QueryParameter> {
    private static final String UNRESERVED = "-._~";
    private static final Comparator<QueryParameter> ORDER =
            Comparator.comparing(QueryParameter::name).thenComparing(QueryParameter::value);

    /** The parameters of a query string, in the order they stand there. */
    static List<QueryParameter> parse(String query) {
        List<QueryParameter> parameters = new ArrayList<>();
        for (String parameter : query.split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            if (!name.isEmpty()) {
                parameters.add(new QueryParameter(encode(decode(name), ""), encode(decode(value), "")));
            }
        }
        return parameters;
    }

    String decodedValue() {
        return URLDecoder.decode(value, StandardCharsets.UTF_8);
    }

    /** Percent-encodes every byte but the unreserved ones and these. */
    static String encode(byte[] bytes, String kept) {
        StringBuilder encoded = new StringBuilder(bytes.length);
        for (byte each : bytes) {
            char character = (char) (each & 0xff);
            if (isLetterOrDigit(character) || (UNRESERVED + kept).indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append(hexDigit(each >> 4)).append(hexDigit(each));
            }
        }
        return encoded.toString();
    }

    /** What is percent-encoded wrongly stays as it is. */
    private static byte[] decode(String encoded) {
        byte[] bytes = encoded.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
            if (low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded.toByteArray();
    }

    private static boolean isLetterOrDigit(char character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || character >= '0' && character <= '9';
    }

    private static char hexDigit(int value) {
        return Character.toUpperCase(Character.forDigit(value & 0xf, 16));
    }

    @Override
    public int compareTo(QueryParameter other) {
        return ORDER.compare(this, other);
    }

    /** As it stands in a canonical query string. */
    @Override
    public String toString() {
        return name + "=" + value;
    }
}
