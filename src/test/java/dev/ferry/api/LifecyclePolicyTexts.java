package dev.ferry.api;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Lifecycle policies as clients write them. */
public final class LifecyclePolicyTexts {
    public static final String EXPIRE = "{\"type\":\"expire\"}";
    public static final String ARCHIVE = "{\"type\":\"transition\",\"targetStorageClass\":\"archive\"}";

    private LifecyclePolicyTexts() {}

    /** Rules with the priorities 1, 2 and so on. */
    public static String policy(String... rules) {
        return IntStream.range(0, rules.length)
                .mapToObj(index -> "{\"rulePriority\":" + (index + 1) + "," + rules[index] + "}")
                .collect(Collectors.joining(",", "{\"rules\":[", "]}"));
    }

    /** A rule but for its priority. */
    public static String rule(String selection, String action) {
        return "\"selection\":{" + selection + "},\"action\":" + action;
    }

    /** What is selected of images with these tags, older than so many days or more than so many. */
    public static String selection(String tags, String countType, int number) {
        return tags + ",\"countType\":\"" + countType + "\",\"countNumber\":" + number
                + (countType.startsWith("since") ? ",\"countUnit\":\"days\"" : "");
    }

    public static String tagged(String list, String... texts) {
        return "\"tagStatus\":\"tagged\",\"" + list + "\":["
                + Stream.of(texts).map(text -> "\"" + text + "\"").collect(Collectors.joining(",")) + "]";
    }

    /** A policy with one rule, by which images expire whatever their tags. */
    public static String any(String countType, int number) {
        return policy(rule(selection("\"tagStatus\":\"any\"", countType, number), EXPIRE));
    }
}
