package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.expression.Bindings;
import dev.ferry.simulation.dynamodb.expression.KeyCondition;
import dev.ferry.simulation.dynamodb.expression.KeyCondition.Operator;
import dev.ferry.simulation.dynamodb.expression.KeyCondition.Part;
import dev.ferry.simulation.dynamodb.value.ScalarOrder;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue.Type;

/**
 * The items that a key condition means: a part of one partition.
 *
 * @param from empty for the partition's begin
 * @param to   empty for its end
 */
record KeyRange(AttributeValue hash, Optional<Place> from, Optional<Place> to) {

    static KeyRange of(KeyCondition condition, KeySchema schema, Bindings bindings) {
        Optional<AttributeValue> hash = Optional.empty();
        Optional<Part> sort = Optional.empty();
        for (Part part : condition.parts()) {
            String name = bindings.name(part.name());
            if (name.equals(schema.hash().name()) && hash.isEmpty()) {
                hash = Optional.of(hash(part, schema, bindings));
            } else if (schema.has(name) && sort.isEmpty() && !name.equals(schema.hash().name())) {
                sort = Optional.of(part);
            } else {
                throw Refusals.invalid("Query key condition not supported");
            }
        }
        if (hash.isEmpty()) {
            throw Refusals.invalid("Query condition missed key schema element: " + schema.hash().name());
        }
        AttributeValue partition = hash.get();
        return sort.map(part -> of(partition, part, schema, bindings))
                .orElseGet(() -> new KeyRange(partition, Optional.empty(), Optional.empty()));
    }

    private static AttributeValue hash(Part part, KeySchema schema, Bindings bindings) {
        if (part.operator() != Operator.EQUAL) {
            throw Refusals.invalid("Query key condition not supported");
        }
        AttributeValue value = part.operand(0, bindings);
        require(schema.hash(), value);
        schema.hash().requireLength(value);
        return value;
    }

    private static KeyRange of(AttributeValue hash, Part part, KeySchema schema, Bindings bindings) {
        KeySchema.Attribute range = schema.range().orElseThrow();
        AttributeValue first = part.operand(0, bindings);
        require(range, first);
        Optional<Place> none = Optional.empty();
        return switch (part.operator()) {
            case EQUAL -> new KeyRange(hash, Optional.of(Place.before(first)), Optional.of(Place.after(first)));
            case LESS -> new KeyRange(hash, none, Optional.of(Place.before(first)));
            case LESS_OR_EQUAL -> new KeyRange(hash, none, Optional.of(Place.after(first)));
            case GREATER -> new KeyRange(hash, Optional.of(Place.after(first)), none);
            case GREATER_OR_EQUAL -> new KeyRange(hash, Optional.of(Place.before(first)), none);
            case BETWEEN -> between(hash, first, part.operand(1, bindings), range);
            case BEGINS_WITH -> beginningWith(hash, first);
        };
    }

    private static KeyRange between(
            AttributeValue hash, AttributeValue low, AttributeValue high, KeySchema.Attribute range) {
        require(range, high);
        if (ScalarOrder.INSTANCE.compare(low, high) > 0) {
            throw Refusals.invalid("Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater "
                    + "than or equal to lower bound");
        }
        return new KeyRange(hash, Optional.of(Place.before(low)), Optional.of(Place.after(high)));
    }

    private static KeyRange beginningWith(AttributeValue hash, AttributeValue prefix) {
        if (prefix.type() == Type.N) {
            throw Refusals.invalid("Invalid operand type for begins_with: N");
        }
        return new KeyRange(hash, Optional.of(Place.before(prefix)), Optional.of(Place.afterPrefix(prefix)));
    }

    private static void require(KeySchema.Attribute attribute, AttributeValue value) {
        if (!attribute.admits(value)) {
            throw Refusals.invalid("One or more parameter values were invalid: Condition parameter type does not match "
                    + "schema type");
        }
    }

    boolean holds(Place place) {
        return from.map(low -> Place.ORDER.compare(low, place) < 0).orElse(true)
                && to.map(high -> Place.ORDER.compare(place, high) < 0).orElse(true);
    }

    NavigableMap<Place, Map<String, AttributeValue>> in(KeyIndex index) {
        NavigableMap<Place, Map<String, AttributeValue>> partition = index.partition(hash);
        if (from.isPresent()) {
            partition = partition.tailMap(from.get(), true);
        }
        return to.isPresent() ? partition.headMap(to.get(), true) : partition;
    }
}
