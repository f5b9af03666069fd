package dev.ferry.simulation.dynamodb.expression;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/** Reads updates: each of SET, REMOVE, ADD and DELETE at most once, in any order. */
final class UpdateParser {
    private final Tokens tokens;
    private final List<Update.Action> actions = new ArrayList<>();

    private UpdateParser(Tokens tokens) {
        this.tokens = tokens;
    }

    static Update parse(Tokens tokens) {
        UpdateParser parser = new UpdateParser(tokens);
        Set<String> clauses = new HashSet<>();
        while (!tokens.atEnd()) {
            String clause = tokens.take().toUpperCase(Locale.ROOT);
            if (!clauses.add(clause)) {
                throw new InvalidExpressionException(
                        "The \"" + clause + "\" section can only be used once in an update expression;");
            }
            switch (clause) {
                case "SET" -> parser.list(parser::assignment);
                case "REMOVE" -> parser.list(() -> new Update.Remove(tokens.takeName()));
                case "ADD" -> parser.list(() -> new Update.Add(tokens.takeName(), tokens.takeValue()));
                case "DELETE" -> parser.list(() -> new Update.Delete(tokens.takeName(), tokens.takeValue()));
                default -> throw new InvalidExpressionException("Syntax error; token: \"" + clause + "\"");
            }
        }
        return new Update(parser.actions);
    }

    private void list(Supplier<Update.Action> action) {
        do {
            actions.add(action.get());
        } while (tokens.take(","));
    }

    private Update.Action assignment() {
        String name = tokens.takeName();
        tokens.expect("=");
        Operand value = operand();
        if (tokens.take("+")) {
            value = new Operand.Sum(value, operand(), false);
        } else if (tokens.take("-")) {
            value = new Operand.Sum(value, operand(), true);
        }
        return new Update.Assign(name, value);
    }

    private Operand operand() {
        if (tokens.isValueNext()) {
            return new Operand.Value(tokens.takeValue());
        }
        if (!tokens.isAhead(1, "(")) {
            return new Operand.Attribute(tokens.takeName());
        }
        String function = tokens.take();
        if (!function.equals("if_not_exists")) {
            throw tokens.unsupported("the function " + function);
        }
        tokens.expect("(");
        String name = tokens.takeName();
        tokens.expect(",");
        Operand otherwise = operand();
        tokens.expect(")");
        return new Operand.IfNotExists(name, otherwise);
    }
}
