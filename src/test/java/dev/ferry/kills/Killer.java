package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.kills.KillPlan.Kill;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Carries a {@link KillPlan} out. */
final class Killer {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Whoever was not answered for so long is answered before the next kill, or is the one who finds that it never is. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = PatientClient.PATIENCE.plusMinutes(1);

    private final CloudProcess cloud;
    private final PatientClient load;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private int functions;
    private int clouds;

    /** @param load whose calls the plan counts */
    Killer(CloudProcess cloud, PatientClient load) {
        this.cloud = cloud;
        this.load = load;
    }

    void carryOut(List<Kill> plan) throws InterruptedException {
        for (Kill kill : plan) {
            long calls = load.answered() + kill.calls();
            await("answers").atMost(LONGEST_WAIT).pollInterval(Duration.ofMillis(5))
                    .until(() -> load.answered() >= calls && load.longestWait().compareTo(LONG_WAIT) < 0);
            interrupted.await(kill.gapMillis(), TimeUnit.MILLISECONDS);
            assertThat(cloud.isAlive()).as("the cloud, which ends only when it is killed").isTrue();
            switch (kill.target()) {
                case FUNCTION -> killFunction(kill.which());
                case CLOUD -> restartAfter(killCloud(false));
                case CLOUD_AND_CHILDREN -> restartAfter(killCloud(true));
                case CLOUD_TWICE -> killTwice(kill.startMillis());
            }
        }
    }

    private void killFunction(int which) {
        List<ProcessHandle> running = await("a function that runs")
                .atMost(PATIENCE)
                .until(cloud::functions, processes -> !processes.isEmpty());
        running.get(which % running.size()).destroyForcibly();
        functions++;
    }

    private List<ProcessHandle> killCloud(boolean withChildren) {
        clouds++;
        return cloud.kill(withChildren);
    }

    private void killTwice(int startMillis) throws InterruptedException {
        List<ProcessHandle> orphans = new ArrayList<>(killCloud(false));
        cloud.begin();
        interrupted.await(startMillis, TimeUnit.MILLISECONDS);
        orphans.addAll(killCloud(false));
        restartAfter(orphans);
    }

    /** At once, so that the next cloud meets what is left of the one before. */
    private void restartAfter(List<ProcessHandle> orphans) {
        cloud.start();
        CloudProcess.assertGone(orphans);
    }

    @Override
    public String toString() {
        return functions + " functions and " + clouds + " clouds killed";
    }
}
