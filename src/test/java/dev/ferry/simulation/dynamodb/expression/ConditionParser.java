package dev.ferry.simulation.dynamodb.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads conditions: OR binds least, then AND, then NOT. */
final class ConditionParser {
    private final Tokens tokens;

    private ConditionParser(Tokens tokens) {
        this.tokens = tokens;
    }

    static Condition parse(Tokens tokens) {
        Condition condition = new ConditionParser(tokens).alternatives();
        if (!tokens.atEnd()) {
            throw tokens.syntaxError();
        }
        return condition;
    }

    private Condition alternatives() {
        Condition condition = conjunction();
        while (tokens.take("OR")) {
            condition = new Condition.Or(condition, conjunction());
        }
        return condition;
    }

    private Condition conjunction() {
        Condition condition = negation();
        while (tokens.take("AND")) {
            condition = new Condition.And(condition, negation());
        }
        return condition;
    }

    private Condition negation() {
        return tokens.take("NOT") ? new Condition.Not(negation()) : term();
    }

    private Condition term() {
        if (tokens.take("(")) {
            Condition condition = alternatives();
            tokens.expect(")");
            return condition;
        }
        return tokens.isAhead(1, "(") ? function() : comparison();
    }

    private Condition function() {
        String function = tokens.take();
        tokens.expect("(");
        Condition condition = switch (function) {
            case "attribute_exists" -> new Condition.Exists(tokens.takeName());
            case "attribute_not_exists" -> new Condition.Not(new Condition.Exists(tokens.takeName()));
            case "begins_with" -> {
                Operand value = operand();
                tokens.expect(",");
                yield new Condition.BeginsWith(value, operand());
            }
            case "contains" -> {
                Operand value = operand();
                tokens.expect(",");
                yield new Condition.Contains(value, operand());
            }
            default -> throw tokens.unsupported("the function " + function);
        };
        tokens.expect(")");
        return condition;
    }

    private Condition comparison() {
        Operand left = operand();
        if (tokens.take("BETWEEN")) {
            Operand low = operand();
            tokens.expect("AND");
            return new Condition.Between(left, low, operand());
        }
        if (tokens.take("IN")) {
            return new Condition.In(left, list());
        }
        Optional<Comparator> comparator = Comparator.of(tokens.take());
        return new Condition.Comparison(left, comparator.orElseThrow(tokens::syntaxError), operand());
    }

    private List<Operand> list() {
        List<Operand> operands = new ArrayList<>();
        tokens.expect("(");
        do {
            operands.add(operand());
        } while (tokens.take(","));
        tokens.expect(")");
        return List.copyOf(operands);
    }

    private Operand operand() {
        if (tokens.isAhead(1, "(")) {
            throw tokens.unsupported("the function " + tokens.take());
        }
        return tokens.isValueNext() ? new Operand.Value(tokens.takeValue()) : new Operand.Attribute(tokens.takeName());
    }
}
