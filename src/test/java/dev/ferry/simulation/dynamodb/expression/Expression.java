package dev.ferry.simulation.dynamodb.expression;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * An expression as it was parsed. Each text is parsed once in the life of the process: a program has few of them, and a
 * simulation uses them by the million.
 *
 * @param names        the attributes that it is about, some by their placeholders
 * @param placeholders the names and values that it leaves to the request
 */
public record Expression<T>(T syntax, Set<String> names, Set<String> placeholders) {
    private static final Map<String, Expression<Condition>> CONDITIONS = new ConcurrentHashMap<>();
    private static final Map<String, Expression<KeyCondition>> KEY_CONDITIONS = new ConcurrentHashMap<>();
    private static final Map<String, Expression<Update>> UPDATES = new ConcurrentHashMap<>();
    private static final Map<String, Expression<Projection>> PROJECTIONS = new ConcurrentHashMap<>();

    public Expression {
        names = Set.copyOf(names);
        placeholders = Set.copyOf(placeholders);
    }

    /** @throws InvalidExpressionException if it is none */
    public static Expression<Condition> condition(String text) {
        return CONDITIONS.computeIfAbsent(text, any -> parse(text, ConditionParser::parse));
    }

    /** @throws InvalidExpressionException if it is none */
    public static Expression<KeyCondition> keyCondition(String text) {
        return KEY_CONDITIONS.computeIfAbsent(
                text, any -> parse(text, tokens -> KeyCondition.of(ConditionParser.parse(tokens))));
    }

    /** @throws InvalidExpressionException if it is none */
    public static Expression<Update> update(String text) {
        return UPDATES.computeIfAbsent(text, any -> parse(text, UpdateParser::parse));
    }

    /** @throws InvalidExpressionException if it is none */
    public static Expression<Projection> projection(String text) {
        return PROJECTIONS.computeIfAbsent(text, any -> parse(text, Projection::parse));
    }

    private static <T> Expression<T> parse(String text, Function<Tokens, T> parser) {
        Tokens tokens = new Tokens(text);
        T syntax = parser.apply(tokens);
        Set<String> placeholders = new HashSet<>(tokens.values());
        tokens.names().stream().filter(name -> name.startsWith("#")).forEach(placeholders::add);
        return new Expression<>(syntax, tokens.names(), placeholders);
    }
}
