package dev.ferry.service.replication;

import static dev.ferry.service.Services.APP;
import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.service.Pulls;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Promise 6: the last push of a tag wins at the destination, whatever the order in which three are delivered, also when
 * the tag is deleted between two of them and when the destination pushes in between.
 */
@ExtendWith(LocalAws.class)
class LastPushWinsTest {
    private static final TestImage FIRST = Images.image().seed(1).build();
    private static final TestImage SECOND = Images.image().seed(2).build();
    private static final TestImage OWN = Images.image().seed(4).build();
    private static final int NEVER = -1;

    private final Services services = new Services();
    private final Registry source = registry("us-west-2");
    private final Registry elsewhere = sameAccount(source, "eu-west-1");

    /** Each order, with the destination's own push before the delivery of that index, behind all, or never. */
    static Stream<Arguments> deliveries() {
        return Stream.of(List.of(0, 1, 2), List.of(0, 2, 1), List.of(1, 0, 2), List.of(1, 2, 0), List.of(2, 0, 1),
                        List.of(2, 1, 0))
                .flatMap(order -> IntStream.rangeClosed(NEVER, order.size()).mapToObj(own -> Arguments.of(order, own)));
    }

    /** Each order once, with the destination's own push at another place in each. */
    static Stream<Arguments> everyFifthDelivery() {
        List<Arguments> all = deliveries().toList();
        return IntStream.range(0, all.size()).filter(index -> index % 5 == 0).mapToObj(all::get);
    }

    @ParameterizedTest(name = "delivered {0}, own push before {1}")
    @MethodSource("everyFifthDelivery")
    void promise6_the_last_push_wins(List<Integer> order, int ownPushBefore) {
        assertLastPushWins(order, ownPushBefore);
    }

    @ParameterizedTest(name = "delivered {0}, own push before {1}")
    @MethodSource("deliveries")
    @Tag("full")
    void promise6_the_last_push_wins_whatever_the_order(List<Integer> order, int ownPushBefore) {
        assertLastPushWins(order, ownPushBefore);
    }

    private void assertLastPushWins(List<Integer> order, int ownPushBefore) {
        List<Push> pushes = pushDeletePushPushTheFirstAgain();
        for (int at = 0; at < order.size(); at++) {
            pushOwn(at == ownPushBefore);
            Push push = pushes.get(order.get(at));
            services.deliver(push);
            services.deliver(push);
        }
        pushOwn(order.size() == ownPushBefore);
        pushes.forEach(services::deliver);

        boolean ownIsLast = ownPushBefore != NEVER && order.indexOf(2) < ownPushBefore;
        Digest expected = ownIsLast ? OWN.digest() : pushes.get(2).digest();
        assertThat(services.tagged(elsewhere, "latest")).contains(expected);
        assertThat(services.listed(elsewhere))
                .filteredOn(image -> image.tags().contains(Services.LATEST))
                .singleElement()
                .satisfies(image -> assertThat(image.digest()).isEqualTo(expected));
        assertThat(services.listedDigests(elsewhere)).contains(FIRST.digest(), SECOND.digest());
        new Pulls(services).assertAllComplete(elsewhere);
    }

    /** Three pushes of one tag, the last with the image of the first, and the tag deleted after the second. */
    private List<Push> pushDeletePushPushTheFirstAgain() {
        services.repository(source);
        services.repository(elsewhere);
        services.provide(elsewhere, OWN);
        services.configure(source, elsewhere);
        services.push(source, FIRST, Optional.empty());
        services.push(source, SECOND, Optional.empty());
        Push first = services.push(source, FIRST, "latest");
        Push second = services.push(source, SECOND, "latest");
        services.push(source, SECOND, "kept");
        services.deletion.delete(source, APP, ImageId.of(SECOND.digest(), Services.LATEST));
        Push third = services.push(source, FIRST, "latest");
        assertThat(third.tagVersion()).as("a deletion counts").hasValue(4);
        return List.of(first, second, third);
    }

    private void pushOwn(boolean now) {
        if (now) {
            services.push(elsewhere, OWN, "latest");
        }
    }

    @Test
    void promise6_a_repository_made_anew_goes_on_counting() {
        services.repository(source);
        services.configure(source, elsewhere);
        Push before = services.push(source, FIRST, "latest");
        services.repositories.delete(source, APP, true);
        services.repository(source);
        Push after = services.push(source, SECOND, "latest");
        services.push(source, FIRST, Optional.empty());

        services.deliver(after);
        services.deliver(before);

        assertThat(services.tagged(elsewhere, "latest")).contains(SECOND.digest());
    }

    @Test
    void promise6_two_sources_do_not_count_together() {
        Registry partner = registry("us-east-1");
        services.permit(elsewhere, partner, "ecr:ReplicateImage");
        services.repository(elsewhere);
        for (Registry one : List.of(source, partner)) {
            services.repository(one);
            services.configure(one, elsewhere);
        }
        services.push(source, SECOND, "latest");
        services.deliver(services.push(source, FIRST, "latest"));

        services.deliver(services.push(partner, SECOND, "latest"));

        assertThat(services.tagged(elsewhere, "latest")).as("its version is lower, but another registry's")
                .contains(SECOND.digest());
    }
}
