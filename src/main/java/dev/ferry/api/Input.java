package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RepositoryName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A structure of a request that satisfies ECR's model, and what a domain value asks beyond it. A member that the model
 * doesn't require has an accessor that says so; to read one that is absent through another is an error of the code.
 */
public final class Input {
    private final ObjectNode members;
    private final String path;

    /** @param path how an error calls this structure, empty for the input itself */
    Input(ObjectNode members, String path) {
        this.members = members;
        this.path = path;
    }

    public boolean has(String member) {
        return members.has(member);
    }

    public String text(String member) {
        return present(member).textValue();
    }

    public Optional<String> optionalText(String member) {
        return optional(member).map(JsonNode::textValue);
    }

    /** The texts of a list; none if it is absent. */
    public List<String> texts(String member) {
        return elements(member, (element, elementPath) -> element.textValue());
    }

    /** A number of the model's type {@code long}. */
    public long number(String member) {
        return present(member).longValue();
    }

    /** A number of the model's type {@code integer}. */
    public OptionalInt optionalInteger(String member) {
        return has(member) ? OptionalInt.of(present(member).intValue()) : OptionalInt.empty();
    }

    /** A boolean; false if it is absent. */
    public boolean flag(String member) {
        return members.path(member).booleanValue();
    }

    /** A blob's bytes, which are not copied. */
    public byte[] bytes(String member) {
        try {
            return present(member).binaryValue();
        } catch (IOException notABlob) {
            throw new UncheckedIOException(notABlob);
        }
    }

    /** A member as it was sent, for what reads ECR's JSON by itself. */
    public JsonNode tree(String member) {
        return present(member);
    }

    public Input structure(String member) {
        return new Input((ObjectNode) present(member), pathOf(member));
    }

    public Optional<Input> optionalStructure(String member) {
        return has(member) ? Optional.of(structure(member)) : Optional.empty();
    }

    /** The structures of a list; none if it is absent. */
    public List<Input> structures(String member) {
        return elements(member, (element, elementPath) -> new Input((ObjectNode) element, elementPath));
    }

    /**
     * A text as a value of the domain: {@code input.value("imageTag", Tag::new)}.
     *
     * @throws EcrException InvalidParameterException at this member if there is no such value
     */
    public <T> T value(String member, Function<String, T> parse) {
        return valid(member, () -> parse.apply(text(member)));
    }

    /** As {@link #value}, or empty if the member is absent. */
    public <T> Optional<T> optionalValue(String member, Function<String, T> parse) {
        return has(member) ? Optional.of(value(member, parse)) : Optional.empty();
    }

    /** Each text of a list as {@link #value}, an error naming the element; none if it is absent. */
    public <T> List<T> values(String member, Function<String, T> parse) {
        return elements(member, (element, elementPath) -> validAt(elementPath, () -> parse.apply(element.textValue())));
    }

    /**
     * What is made of a member as a whole, by code that may find it invalid.
     *
     * @throws EcrException InvalidParameterException at this member for an {@link InvalidValueException}
     */
    public <T> T valid(String member, Supplier<T> make) {
        return validAt(pathOf(member), make);
    }

    /** ECR's error for a member that breaks a constraint. */
    public EcrException invalid(String member, String constraint) {
        return EcrException.invalidParameter(pathOf(member), constraint);
    }

    public RepositoryName repositoryName() {
        return value("repositoryName", RepositoryName::new);
    }

    /** The account whose registry is meant, if the request says so. */
    public Optional<AccountId> registryId() {
        return optionalValue("registryId", AccountId::new);
    }

    private String pathOf(String member) {
        return StructureShape.memberPath(path, member);
    }

    private JsonNode present(String member) {
        return optional(member).orElseThrow(() -> new IllegalStateException(pathOf(member) + " is absent"));
    }

    private Optional<JsonNode> optional(String member) {
        return Optional.ofNullable(members.get(member));
    }

    private <T> List<T> elements(String member, ElementReader<T> reader) {
        JsonNode list = members.path(member);
        return IntStream.range(0, list.size())
                .mapToObj(index -> reader.read(list.get(index), ListShape.elementPath(pathOf(member), index)))
                .toList();
    }

    private static <T> T validAt(String path, Supplier<T> make) {
        try {
            return make.get();
        } catch (InvalidValueException invalid) {
            throw EcrException.invalidParameter(path, invalid.getMessage());
        }
    }

    private interface ElementReader<T> {
        T read(JsonNode element, String path);
    }
}
