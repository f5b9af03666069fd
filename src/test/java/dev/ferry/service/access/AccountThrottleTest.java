package dev.ferry.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ferry.clients.LimitSettings;
import dev.ferry.local.LocalAws;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.Registry;
import dev.ferry.service.Services;
import dev.ferry.service.layer.OpenUploads;
import dev.ferry.store.RequestTokens;
import dev.ferry.testing.SdkCalls;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an account may ask for at most, by its bucket of requests and by its open uploads. */
@ExtendWith(LocalAws.class)
class AccountThrottleTest {
    private static final LimitSettings LIMITS = new Limits(10, 100, 3);

    private final Services services = new Services();
    private final Registry registry = Services.registry("us-west-2");
    private final Time time = new Time();
    private final AccountThrottle throttle = function();

    @Test
    void an_account_may_make_a_burst_and_then_its_rate() {
        assertThat(admitted(throttle, 150)).isEqualTo(100);

        time.now = time.now.plusSeconds(2);
        assertThat(admitted(throttle, 150)).isEqualTo(20);

        time.now = time.now.plusSeconds(600);
        assertThat(admitted(throttle, 150)).as("a bucket holds no more than a burst").isEqualTo(100);
    }

    @Test
    void all_functions_together_are_held_to_one_bucket() {
        AccountThrottle another = function();

        int admitted = 0;
        for (int i = 0; i < 20; i++) {
            admitted += admitted(throttle, 10) + admitted(another, 10);
        }

        assertThat(admitted).isEqualTo(100);
    }

    @Test
    void an_account_that_is_refused_leaves_the_others_alone() {
        admitted(throttle, 150);

        Registry other = Services.registry("us-west-2");
        assertThat(throttle.admit(other.region(), other.account())).isEmpty();
        assertThat(throttle.admit(Services.sameAccount(registry, "eu-west-1").region(), registry.account()))
                .as("in another Region").isEmpty();
    }

    @Test
    void a_refusal_says_when_to_come_back_and_it_is_so() {
        admitted(throttle, 100);
        Duration wait = throttle.admit(registry.region(), registry.account()).orElseThrow();

        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
        time.now = time.now.plus(wait);
        assertThat(throttle.admit(registry.region(), registry.account())).isEmpty();
    }

    @Test
    void requests_are_counted_in_blocks_and_refusals_not_at_all() {
        AccountThrottle generous = new AccountThrottle(
                new RequestTokens(services.tables), new Limits(1_000, 1_000, 1), time);
        List<SdkCalls.Call> calls = SdkCalls.during(() -> admitted(generous, 1_000));
        assertThat(SdkCalls.count(calls, "DynamoDb").get("UpdateItem")).isLessThanOrEqualTo(20);

        throttle.admit(registry.region(), registry.account());
        admitted(generous, 1);
        calls = SdkCalls.during(() -> admitted(generous, 1_000));
        assertThat(calls).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void an_account_may_have_so_many_uploads_open_and_no_more() {
        services.repository(registry);
        OpenUploads open = new OpenUploads(services.uploadsTable, LIMITS, Clock.systemUTC());
        LayerUpload first = begin(open);
        begin(open);
        begin(open);

        assertThatThrownBy(() -> open.requireRoom(registry))
                .hasMessageContaining("has 3 layer uploads open in us-west-2")
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.THROTTLING, EcrException::code);
        Registry other = Services.registry("us-west-2");
        assertThatCode(() -> open.requireRoom(other)).doesNotThrowAnyException();

        services.uploads.cancel(registry, Services.APP, first.id());
        assertThatCode(() -> open.requireRoom(registry)).doesNotThrowAnyException();
    }

    @Test
    void uploads_that_expired_do_not_count() {
        services.repository(registry);
        begin(new OpenUploads(services.uploadsTable, LIMITS, Clock.systemUTC()));

        assertThat(services.uploadsTable.count(registry, Instant.now())).isEqualTo(1);
        assertThat(services.uploadsTable.count(registry, Instant.now().plus(Duration.ofHours(25)))).isZero();
    }

    private LayerUpload begin(OpenUploads open) {
        open.requireRoom(registry);
        return services.uploads.begin(registry, Services.APP);
    }

    /** A function's own throttle; they share the tables. */
    private AccountThrottle function() {
        return new AccountThrottle(new RequestTokens(services.tables), LIMITS, time);
    }

    private int admitted(AccountThrottle function, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += function.admit(registry.region(), registry.account()).isEmpty() ? 1 : 0;
        }
        return admitted;
    }

    private record Limits(int requestsPerSecond, int requestBurst, int openUploads) implements LimitSettings {}

    private static final class Time extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("nobody asks what day it is elsewhere");
        }
    }
}
