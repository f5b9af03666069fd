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
    private final CloudProcess cloud;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private int functions;
    private int clouds;

    Killer(CloudProcess cloud) {
        this.cloud = cloud;
    }

    void carryOut(List<Kill> plan) throws InterruptedException {
        for (Kill kill : plan) {
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
                .atMost(Duration.ofSeconds(60))
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
