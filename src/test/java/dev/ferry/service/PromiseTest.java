package dev.ferry.service;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.Registry;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.Push;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.testing.Images;
import dev.ferry.testing.SdkCalls;
import dev.ferry.testing.TestImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.exception.SdkClientException;

/** What the tests of the promises do with the real tables, queues and bucket. */
@ExtendWith(LocalAws.class)
abstract class PromiseTest {
    static final TestImage IMAGE = Images.image().layers(3).build();
    static final TestImage OTHER = Images.image().seed(2).build();

    final Services services = new Services();
    final Pulls pulls = new Pulls(services);

    /** In a Region that no other test sweeps. */
    final Registry source = registry("us-east-2");
    final Registry elsewhere = sameAccount(source, "eu-west-1");

    @AfterEach
    void forgetWhatWasToInterfere() {
        SdkCalls.clear();
    }

    void assertFailed(Push push, Registry destination, FailureCode code, String reason) {
        assertThat(services.state(push, destination)).isInstanceOfSatisfying(Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.reason()).contains(reason);
        });
    }

    static void fail() {
        throw SdkClientException.create("the network is down");
    }
}
