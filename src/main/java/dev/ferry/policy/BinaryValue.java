package dev.ferry.policy;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/** A value of {@code BinaryEquals}: bytes, as base64 in the policy and in the request. */
record BinaryValue(ByteBuffer bytes) implements ConditionValue {

    static BinaryValue parse(Element element) {
        return new BinaryValue(decoded(element.string()).orElseThrow(() -> element.mustBe("base64")));
    }

    @Override
    public boolean matches(String actual, AccessRequest request) {
        return decoded(actual).map(bytes::equals).orElse(false);
    }

    private static Optional<ByteBuffer> decoded(String text) {
        try {
            return Optional.of(ByteBuffer.wrap(Base64.getDecoder().decode(text)).asReadOnlyBuffer());
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
