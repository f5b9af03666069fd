package dev.ferry;

import static dev.ferry.testing.TestRegistry.digest;
import static dev.ferry.testing.TestRegistry.tag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import org.junit.jupiter.api.Test;

/** What ECR's user guide says of private image replication, sentence by sentence: the two kinds of it. */
class PrivateImageReplicationIT extends ReplicationSentences {
    PrivateImageReplicationIT(LocalCloud.Running cloud) {
        super(cloud);
    }

    @Test
    void aRegistryCanBeConfiguredForCrossRegionOrCrossAccountReplication_forBothAtOnce() {
        TestRegistry other = cloud.registry(cloud.newAccount(), "eu-west-1").allowing(west);
        west.replicatingTo(east, other);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        east.pull(REPOSITORY, tag("1.0"));
        other.pull(REPOSITORY, tag("1.0"));
    }

    @Test
    void replicationIsConfiguredForARegistrySeparatelyForEachRegion() {
        west.replicatingTo(east);
        assertThat(west.ecr().describeRegistry(describe -> {}).replicationConfiguration().rules()).hasSize(1);
        assertThat(ireland.ecr().describeRegistry(describe -> {}).replicationConfiguration().rules()).isEmpty();
        ireland.with(REPOSITORY).push(REPOSITORY, image, "1.0");
        assertThat(ireland.statuses(REPOSITORY, tag("1.0"))).isEmpty();
    }

    @Test
    void crossRegionReplicationMakesCopiesOfTheRepositoriesInOneOrMoreDestinationRegions() {
        west.replicatingTo(east, ireland);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        east.pull(REPOSITORY, tag("1.0"));
        ireland.pull(REPOSITORY, tag("1.0"));
    }

    @Test
    void onlyImagesPushedAfterReplicationIsConfiguredAreCopied() {
        west.push(REPOSITORY, image, "before");
        west.replicatingTo(east);
        TestImage later = another(1);
        west.push(REPOSITORY, later, "after");
        west.awaitComplete(REPOSITORY, tag("after"));
        assertThat(west.statuses(REPOSITORY, tag("before"))).isEmpty();
        assertThat(east.find(REPOSITORY, digest(image.digest()))).isEmpty();
        east.pull(REPOSITORY, digest(later.digest()));
    }

    @Test
    void crossAccountReplicationMakesCopiesInTheAccountAndRegionsThatAreSpecified() {
        String account = cloud.newAccount();
        TestRegistry first = cloud.registry(account, "us-east-1").allowing(west);
        TestRegistry second = cloud.registry(account, "us-west-2").allowing(west);
        west.replicatingTo(first, second);
        west.push(REPOSITORY, image, "1.0");
        west.awaitComplete(REPOSITORY, tag("1.0"));
        first.pull(REPOSITORY, tag("1.0"));
        second.pull(REPOSITORY, tag("1.0"));
    }
}
