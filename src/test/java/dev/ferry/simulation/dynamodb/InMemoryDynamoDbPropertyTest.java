package dev.ferry.simulation.dynamodb;

import static dev.ferry.simulation.dynamodb.TestAttributes.number;
import static dev.ferry.simulation.dynamodb.TestAttributes.sorted;
import static dev.ferry.simulation.dynamodb.TestAttributes.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.TestServices;
import dev.ferry.simulation.dynamodb.RandomWrite.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Whatever is done to both, the DynamoDB in memory answers as the embedded one does, and keeps what it keeps. */
@Tag("full")
class InMemoryDynamoDbPropertyTest {
    private static final List<String> ITEMS = List.of("image#a", "image#b", "tag#v1", "tag#v2");
    private static final List<String> CONDITIONS = List.of(
            "",
            "attribute_exists(n)",
            "attribute_not_exists(n)",
            "n = :number",
            "n < :number AND attribute_exists(tags)",
            "tags = :tags OR attribute_not_exists(n)",
            "NOT (n >= :number OR contains(tags, :word))",
            "word <> :word",
            "n BETWEEN :number AND :more",
            "begins_with(word, :word) OR word IN (:word, :number)");
    private static final List<String> UPDATES = List.of(
            "SET n = :number",
            "SET word = if_not_exists(word, :word), n = :number",
            "ADD n :number",
            "ADD tags :tags",
            "DELETE tags :tags",
            "REMOVE n, tags",
            "SET n = if_not_exists(n, :more) + :number REMOVE word",
            "SET tags = :tags, word = :word",
            "REMOVE word ADD n :number DELETE tags :tags");
    /** Fails for some items; in a transaction the embedded DynamoDB has its own way to say so. */
    private static final List<String> BOLD_UPDATES = List.of("SET word = n", "SET n = word ADD tags :tags", "SET n = n - :more");
    private static final List<String> QUERIES = List.of(
            "",
            " AND #item = :item",
            " AND #item < :item",
            " AND #item >= :item",
            " AND begins_with(#item, :start)",
            " AND #item BETWEEN :start AND :item");

    /**
     * What the embedded DynamoDB says of a transaction with an update that an item's values do not allow, such as an addition
     * to a word. DynamoDB itself cancels the transaction and gives the reason for each write, and so does that in memory.
     */
    private static final String INVALID = "ValidationException";

    private static TestServices services;

    @BeforeContainer
    static void start() {
        services = TestServices.start();
    }

    @AfterContainer
    static void close() {
        services.close();
    }

    @Property(tries = 60)
    void it_answers_as_the_embedded_one(@ForAll("histories") List<RandomCall> history) {
        DynamoDbClient embedded = services.services().clients().dynamoDb(TestDynamoDb.REGION);
        InMemoryDynamoDb inMemory = TestDynamoDb.inMemory();
        String partition = UUID.randomUUID().toString();

        for (RandomCall call : history) {
            String expected = call.outcome(partition, embedded);
            String answer = call.outcome(partition, inMemory.client());
            if (call instanceof RandomCall.Transaction && expected.equals(INVALID)) {
                assertThat(answer).as(call.toString()).contains("ValidationError having");
            } else {
                assertThat(answer).as(call.toString()).isEqualTo(expected);
            }
        }

        List<Map<String, AttributeValue>> kept = embedded
                .queryPaginator(query -> query.tableName("ferry-images")
                        .keyConditionExpression("repository = :partition")
                        .expressionAttributeValues(Map.of(":partition", value(partition))))
                .items()
                .stream()
                .toList();
        assertThat(sorted(inMemory.items("ferry-images"))).containsExactlyInAnyOrderElementsOf(sorted(kept));
    }

    @Provide
    Arbitrary<List<RandomCall>> histories() {
        List<String> anyUpdate = new ArrayList<>(UPDATES);
        anyUpdate.addAll(BOLD_UPDATES);
        Arbitrary<RandomCall> single = writes(anyUpdate).map(RandomCall.Single::new);
        Arbitrary<RandomCall> transaction = writes(UPDATES)
                .list()
                .uniqueElements(RandomWrite::item)
                .ofMinSize(1)
                .ofMaxSize(ITEMS.size())
                .map(RandomCall.Transaction::new);
        return Arbitraries.frequencyOf(Tuple.of(6, single), Tuple.of(3, transaction), Tuple.of(2, queries()))
                .list()
                .ofMinSize(5)
                .ofMaxSize(25);
    }

    private static Arbitrary<RandomWrite> writes(List<String> updates) {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.of(ITEMS),
                        Arbitraries.of(CONDITIONS),
                        Arbitraries.of(updates),
                        values())
                .as(RandomWrite::new);
    }

    private static Arbitrary<Map<String, AttributeValue>> values() {
        Arbitrary<AttributeValue> numbers = Arbitraries.of("0", "1", "1.0", "2", "-3", "1E2").map(TestAttributes::number);
        return Combinators.combine(
                        numbers,
                        Arbitraries.of("", "a", "ab", "b"),
                        Arbitraries.of("a", "b", "c").set().ofMinSize(1))
                .as((number, word, tags) -> Map.of(
                        ":number", number, ":more", number("100"), ":word", value(word), ":tags", value(tags)));
    }

    private static Arbitrary<RandomCall> queries() {
        return Combinators.combine(
                        Arbitraries.of(QUERIES),
                        Arbitraries.of(ITEMS),
                        Arbitraries.of(ITEMS).optional(0.3),
                        Arbitraries.integers().between(1, 4),
                        Arbitraries.of(true, false))
                .as(RandomCall.Query::new);
    }
}
