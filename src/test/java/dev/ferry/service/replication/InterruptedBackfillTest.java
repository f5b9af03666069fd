package dev.ferry.service.replication;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.local.LocalAws;
import dev.ferry.messaging.BackfillMessage;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillProgress;
import dev.ferry.replication.BackfillStatus;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;

/** A backfill that is cut off goes on where it was, in a Region that no other test sweeps. */
@ExtendWith(LocalAws.class)
class InterruptedBackfillTest {
    private static final TestImage IMAGE = Images.image().build();

    private final Services services = new Services();
    private final Registry source = registry("ap-south-1");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    @BeforeEach
    void haveImages() {
        services.repository(source);
        services.push(source, IMAGE, "latest");
        services.configure(source, elsewhere);
    }

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    private BackfillRun start() {
        return new BackfillRun(services, services.backfills.start(source, elsewhere));
    }

    private static void fail() {
        throw SdkClientException.create("the network is down");
    }

    @Test
    void a_turn_that_fails_is_taken_by_the_same_message_again() {
        BackfillRun run = start();
        SdkCalls.beforeNext("TransactWriteItems", InterruptedBackfillTest::fail);
        assertThatThrownBy(run::turn).hasMessageContaining("the network is down");
        assertThat(run.now().turn()).isZero();

        assertThat(run.finish().progress()).isEqualTo(new BackfillProgress(1, 1, 1, 0, Set.of()));
    }

    @Test
    void a_message_that_was_not_sent_is_sent_when_that_of_the_turn_before_comes_again() {
        BackfillRun run = start();
        BackfillMessage first = BackfillRun.message(run.now());
        SdkCalls.beforeNext("SendMessage", InterruptedBackfillTest::fail);
        assertThatThrownBy(run::turn).hasMessageContaining("the network is down");
        assertThat(run.now().turn()).isEqualTo(1);

        List<SdkCalls.Call> calls = SdkCalls.during(() -> services.turns.carryOn(source.region(), first, true));

        assertThat(SdkCalls.count(calls, "Sqs").get("SendMessage")).isEqualTo(1);
        assertThat(run.now().turn()).isEqualTo(1);
        run.finish();
    }

    @Test
    void a_message_that_comes_too_late_has_nothing_sent() {
        BackfillRun run = start();
        BackfillMessage first = BackfillRun.message(run.now());
        run.turn();

        List<SdkCalls.Call> calls = SdkCalls.during(() -> services.turns.carryOn(source.region(), first, false));

        assertThat(SdkCalls.count(calls, "Sqs")).isEmpty();
        run.finish();
    }

    @Test
    void the_sweep_takes_up_one_that_nobody_carries_on_and_what_it_opened() {
        BackfillRun run = start();
        run.find();
        SdkCalls.beforeNext("SendMessageBatch", InterruptedBackfillTest::fail);
        assertThatThrownBy(run::turn).hasMessageContaining("the network is down");

        List<SdkCalls.Call> calls = SdkCalls.during(() -> services.sweepLater().sweep(source.region()));

        assertThat(SdkCalls.count(calls, "Sqs").get("SendMessage")).isEqualTo(1);
        assertThat(SdkCalls.count(calls, "Sqs").get("SendMessageBatch")).isEqualTo(1);
        run.finish();
    }

    @Test
    void one_that_was_started_while_its_queue_was_down_is_started_all_the_same() {
        SdkCalls.beforeNext("SendMessage", InterruptedBackfillTest::fail);

        BackfillRun run = start();

        assertThat(run.finish().status()).isEqualTo(BackfillStatus.COMPLETE);
    }

    @Test
    @Tag("full")
    void a_registry_of_more_than_one_page_is_found_page_by_page() {
        IntStream.range(0, 120).forEach(number -> services.push(source, IMAGE, "v" + number));
        BackfillRun run = start();

        List<SdkCalls.Call> calls = SdkCalls.during(run::turn);

        Backfill first = run.now();
        assertThat(first.status()).isEqualTo(BackfillStatus.PREPARING);
        assertThat(first.progress().total()).isEqualTo(99);
        assertThat(SdkCalls.count(calls, "DynamoDb").get("TransactWriteItems")).isEqualTo(1);
        assertThat(run.find().progress().total()).isEqualTo(121);
        assertThat(run.turn().progress().opened()).isEqualTo(99);
        assertThat(run.turn().progress().opened()).isEqualTo(121);
        services.backfills.stop(source, first.id());
        run.replicate();
        assertThat(run.turn().progress()).isEqualTo(new BackfillProgress(121, 121, 121, 0, Set.of()));
    }
}
