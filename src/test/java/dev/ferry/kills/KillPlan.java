package dev.ferry.kills;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What is killed, and when: most of the time a function, now and then the whole cloud. The seed decides. */
final class KillPlan {
    /** So that work gets done between kills, however busy the machine is. */
    private static final int MOST_CALLS_BETWEEN = 12;
    private static final int LONGEST_GAP_MILLIS = 200;
    private static final int LONGEST_START_MILLIS = 4_000;

    private KillPlan() {}

    /** What is killed next. */
    enum Target {
        /** A process of a function. */
        FUNCTION,
        /** The cloud's own process, which leaves the ones it has started alone. */
        CLOUD,
        /** The cloud with all it has started. */
        CLOUD_AND_CHILDREN,
        /** The cloud, and the next one too while it starts. */
        CLOUD_TWICE
    }

    /**
     * @param calls       how many calls are answered after the kill before
     * @param gapMillis   how long after these
     * @param startMillis how long after its start the next cloud is killed, if it is
     * @param which       a number that picks one of the functions there are
     */
    record Kill(Target target, int calls, int gapMillis, int startMillis, int which) {}

    /** @param number of processes to kill; at least one in twelve is the whole cloud's */
    static List<Kill> of(int number, Random random) {
        List<Target> targets = new ArrayList<>();
        int left = number;
        for (int i = 0; left > 0; i++) {
            // Of 48 kills, four meet the cloud, one of them twice.
            Target target = switch (i % 47) {
                case 0 -> Target.CLOUD;
                case 12 -> Target.CLOUD_AND_CHILDREN;
                case 24 -> left > 1 ? Target.CLOUD_TWICE : Target.CLOUD;
                case 36 -> Target.CLOUD;
                default -> Target.FUNCTION;
            };
            targets.add(target);
            left -= target == Target.CLOUD_TWICE ? 2 : 1;
        }
        Collections.shuffle(targets, random);
        return targets.stream()
                .map(target -> new Kill(
                        target,
                        random.nextInt(MOST_CALLS_BETWEEN + 1),
                        random.nextInt(LONGEST_GAP_MILLIS),
                        random.nextInt(LONGEST_START_MILLIS),
                        random.nextInt(1_000)))
                .toList();
    }
}
