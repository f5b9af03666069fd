package dev.ferry.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.RegionName;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A write as DynamoDB is asked for it tells the console which push it is about. */
class WrittenPushesTest {
    private static final String IMAGE = "111122223333/team/app@sha256:" + "a".repeat(64);
    private static final String PUSH = "01a20a69df33-a38aab3d";
    private static final SeenPush SEEN =
            new SeenPush(new RegionName("us-west-2"), ImageKey.parse(IMAGE), new PushId(PUSH));

    @Test
    void a_push_that_is_recorded_is_seen() {
        assertThat(in("{\"TransactItems\":[{\"ConditionCheck\":{}},{\"Put\":{\"TableName\":\"ferry-replications\",\"Item\":"
                + key(IMAGE, PUSH) + "}}]}")).containsExactly(SEEN);
    }

    @Test
    void a_replication_that_goes_on_is_seen_as_its_push() {
        assertThat(in("{\"TableName\":\"ferry-replications\",\"Key\":" + key(IMAGE, PUSH + "#444455556666#eu-west-1") + "}"))
                .containsExactly(SEEN);
        assertThat(in("{\"RequestItems\":{\"ferry-replications\":[]}}")).isEmpty();
    }

    @Test
    void an_end_at_the_destination_and_other_tables_are_passed_over() {
        assertThat(in("{\"TableName\":\"ferry-replications\",\"Item\":" + key("end/111122223333/us-west-2/" + PUSH, IMAGE) + "}"))
                .isEmpty();
        assertThat(in("{\"TableName\":\"ferry-images\",\"Item\":" + key(IMAGE, PUSH) + "}")).isEmpty();
        assertThat(in("no JSON of ferry-replications")).isEmpty();
    }

    private static List<SeenPush> in(String request) {
        return WrittenPushes.in("us-west-2", request);
    }

    private static String key(String image, String push) {
        return "{\"image\":{\"S\":\"" + image + "\"},\"push\":{\"S\":\"" + push + "\"}}";
    }
}
