package dev.ferry.local.queues;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What SQS takes in one call (Amazon SQS developer guide, "Message quotas"). */
final class MessageLimits {
    /** In bytes, of a message and of a batch; newer queues may be set to take more. */
    private static final int MOST_BYTES = 262_144;
    private static final int MOST_ENTRIES = 10;
    private static final int LONGEST_DELAY_SECONDS = 900;
    private static final int LONGEST_INVISIBLE_SECONDS = 43_200;
    private static final Pattern GROUP = Pattern.compile("[\\p{Alnum}\\p{Punct}]{1,128}");
    private static final Pattern ENTRY_ID = Pattern.compile("[A-Za-z0-9_-]{1,80}");

    private MessageLimits() {}

    static void requireBatch(List<String> ids) {
        if (ids.isEmpty()) {
            throw SqsErrors.emptyBatch();
        }
        if (ids.size() > MOST_ENTRIES) {
            throw SqsErrors.tooManyEntries(ids.size());
        }
        Set<String> before = new HashSet<>();
        for (String id : ids) {
            if (!ENTRY_ID.matcher(id).matches()) {
                throw SqsErrors.invalidBatchEntryId();
            }
            if (!before.add(id)) {
                throw SqsErrors.idsNotDistinct(id);
            }
        }
    }

    static void requireBatchSize(int bytes) {
        if (bytes > MOST_BYTES) {
            throw SqsErrors.batchTooLong(bytes);
        }
    }

    static void requireMessageSize(int bytes) {
        if (bytes > MOST_BYTES) {
            throw SqsErrors.invalidParameter("One or more parameters are invalid. Reason: Message must be shorter than "
                    + MOST_BYTES + " bytes.");
        }
    }

    /** What counts: the body, and of every attribute its name, its type and its value. */
    static int bytes(String body, Map<String, MessageAttributeValue> attributes) {
        int bytes = utf8(body);
        for (Map.Entry<String, MessageAttributeValue> attribute : attributes.entrySet()) {
            MessageAttributeValue value = attribute.getValue();
            bytes += utf8(attribute.getKey()) + utf8(value.dataType());
            bytes += value.binaryValue() == null
                    ? utf8(value.stringValue())
                    : value.binaryValue().asByteArrayUnsafe().length;
        }
        return bytes;
    }

    private static int utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** A body is text as XML 1.0 allows it. */
    static void requireText(String body) {
        if (!body.codePoints().allMatch(MessageLimits::isAllowed)) {
            throw SqsErrors.invalidContents();
        }
    }

    private static boolean isAllowed(int character) {
        return character >= 0x20 && character <= 0xD7FF
                || character == '\t'
                || character == '\n'
                || character == '\r'
                || character >= 0xE000 && character <= 0xFFFD
                || character >= 0x10000;
    }

    /** @param group null for none */
    static void requireGroup(String group) {
        if (group != null && !GROUP.matcher(group).matches()) {
            throw SqsErrors.invalidParameter("Value " + group + " for parameter MessageGroupId is invalid. Reason:"
                    + " MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.");
        }
    }

    static Duration delay(Integer seconds) {
        return within("DelaySeconds", seconds == null ? 0 : seconds, LONGEST_DELAY_SECONDS);
    }

    static Duration invisible(int seconds) {
        return within("VisibilityTimeout", seconds, LONGEST_INVISIBLE_SECONDS);
    }

    private static Duration within(String parameter, int seconds, int most) {
        if (seconds < 0 || seconds > most) {
            throw SqsErrors.invalidParameter("Value " + seconds + " for parameter " + parameter
                    + " is invalid. Reason: Must be between 0 and " + most + ".");
        }
        return Duration.ofSeconds(seconds);
    }

    static int messages(Integer number) {
        if (number == null) {
            return 1;
        }
        if (number < 1 || number > MOST_ENTRIES) {
            throw SqsErrors.invalidParameter("Value " + number + " for parameter MaxNumberOfMessages is invalid. Reason:"
                    + " Must be between 1 and 10, if provided.");
        }
        return number;
    }
}
