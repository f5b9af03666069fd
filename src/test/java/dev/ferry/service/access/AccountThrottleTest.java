package dev.ferry.service.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ferry.clients.LimitSettings;
import dev.ferry.identity.Caller;
import dev.ferry.local.LocalAws;
import dev.ferry.policy.PolicyDocument;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an account may ask for at most, by its bucket of requests and by its open uploads. */
@ExtendWith(LocalAws.class)
class AccountThrottleTest {
    private static final LimitSettings LIMITS = new Limits(10, 100, 3);

    private final Services services = new Services();
    private final Registry registry = Services.registry("us-west-2");
    private final Caller owner = root(registry);
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
        assertThat(throttle.admit(other.region(), root(other))).isEmpty();
        assertThat(throttle.admit(Services.sameAccount(registry, "eu-west-1").region(), owner))
                .as("in another Region").isEmpty();
    }

    @Test
    void narrowed_keys_leave_their_account_half_of_a_burst_and_each_other_something() {
        assertThat(admitted(throttle, narrowed("NARROWEDKEY1"), 150)).isEqualTo(50);
        assertThat(admitted(throttle, narrowed("NARROWEDKEY2"), 150)).isZero();
        assertThat(admitted(throttle, 150)).isEqualTo(50);

        time.now = time.now.plusSeconds(8);
        assertThat(admitted(throttle, narrowed("NARROWEDKEY1"), 150)).as("half of the rate").isLessThanOrEqualTo(40);
    }

    @Test
    void narrowed_keys_slow_their_account_down_at_no_rate_of_its_own() {
        for (int second = 0; second < 30; second++) {
            admitted(throttle, narrowed("NARROWEDKEY1"), 100);
            admitted(throttle, narrowed("NARROWEDKEY2"), 100);
            assertThat(admitted(throttle, 10)).isEqualTo(10);
            time.now = time.now.plusSeconds(1);
        }
    }

    @Test
    void each_who_asks_has_uploads_of_his_own_in_a_registry() {
        services.repository(registry);
        OpenUploads open = new OpenUploads(services.uploadsTable, LIMITS, Clock.systemUTC());
        List<Caller> callers = List.of(
                root(Services.registry("us-west-2")), narrowed("NARROWEDKEY1"), narrowed("NARROWEDKEY2"), owner);

        for (Caller caller : callers) {
            for (int i = 0; i < 3; i++) {
                services.uploads.begin(
                        services.repositories.get(registry, Services.APP), open.requireRoom(registry, caller));
            }
            assertThatThrownBy(() -> open.requireRoom(registry, caller)).hasMessageContaining(caller.principalArn());
        }
    }

    @Test
    void a_refusal_says_when_to_come_back_and_it_is_so() {
        admitted(throttle, 100);
        Duration wait = throttle.admit(registry.region(), owner).orElseThrow();

        assertThat(wait).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(1));
        time.now = time.now.plus(wait);
        assertThat(throttle.admit(registry.region(), owner)).isEmpty();
    }

    @Test
    void requests_are_counted_in_blocks_and_refusals_not_at_all() {
        AccountThrottle generous = new AccountThrottle(
                new RequestTokens(services.tables), new Limits(1_000, 1_000, 1), time);
        List<SdkCalls.Call> calls = SdkCalls.during(() -> admitted(generous, 1_000));
        assertThat(SdkCalls.count(calls, "DynamoDb").get("UpdateItem")).isLessThanOrEqualTo(20);

        throttle.admit(registry.region(), owner);
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

        assertThatThrownBy(() -> open.requireRoom(registry, owner))
                .hasMessageContaining(owner.principalArn() + " has 3 layer uploads open in " + registry)
                .asInstanceOf(type(EcrException.class))
                .returns(ErrorCode.THROTTLING, EcrException::code);
        Registry other = Services.registry("us-west-2");
        assertThatCode(() -> open.requireRoom(other, root(other))).doesNotThrowAnyException();

        services.uploads.cancel(registry, Services.APP, first.id());
        assertThatCode(() -> open.requireRoom(registry, owner)).doesNotThrowAnyException();
    }

    @Test
    void uploads_that_expired_do_not_count() {
        services.repository(registry);
        begin(new OpenUploads(services.uploadsTable, LIMITS, Clock.systemUTC()));

        assertThat(services.uploadsTable.count(registry.region(), registry.account().value(), Instant.now())).isEqualTo(1);
        assertThat(services.uploadsTable.count(registry.region(), registry.account().value(), Instant.now().plus(Duration.ofHours(25)))).isZero();
    }

    private LayerUpload begin(OpenUploads open) {
        return services.uploads.begin(
                services.repositories.get(registry, Services.APP), open.requireRoom(registry, owner));
    }

    private static Caller root(Registry registry) {
        return new Caller(
                "ROOT" + registry.account(), registry.account(), "arn:aws:iam::" + registry.account() + ":root");
    }

    private Caller narrowed(String key) {
        return new Caller(key, registry.account(), "arn:aws:iam::" + registry.account() + ":user/ci",
                Optional.of(PolicyDocument.parse(PolicyDocument.Kind.IDENTITY, """
                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")));
    }

    /** A function's own throttle; they share the tables. */
    private AccountThrottle function() {
        return new AccountThrottle(new RequestTokens(services.tables), LIMITS, time);
    }

    private int admitted(AccountThrottle function, int requests) {
        return admitted(function, owner, requests);
    }

    private int admitted(AccountThrottle function, Caller caller, int requests) {
        int admitted = 0;
        for (int i = 0; i < requests; i++) {
            admitted += function.admit(registry.region(), caller).isEmpty() ? 1 : 0;
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
