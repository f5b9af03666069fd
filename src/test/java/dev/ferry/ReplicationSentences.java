package dev.ferry;


import dev.ferry.testing.Images;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** What each sentence of ECR's user guide is tried on: a cloud, and an account of the test's own in it. */
@ExtendWith(LocalCloud.class)
abstract class ReplicationSentences {
    static final String REPOSITORY = "team/app";

    final LocalCloud.Running cloud;
    TestImage image;
    TestRegistry west;
    TestRegistry east;
    TestRegistry ireland;

    ReplicationSentences(LocalCloud.Running cloud) {
        this.cloud = cloud;
    }

    @BeforeEach
    void anAccountOfItsOwn() {
        String account = cloud.newAccount();
        west = cloud.registry(account, "us-west-2").with(REPOSITORY);
        east = cloud.registry(account, "us-east-1");
        ireland = cloud.registry(account, "eu-west-1");
        image = Images.image().layers(2).layerSize(2_000).seed(Long.parseLong(account)).build();
    }

    TestImage another(int seed) {
        return Images.image().layers(1).layerSize(1_000).seed(seed).build();
    }
}
