package dev.ferry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import dev.ferry.testing.DeployedClasses;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
/**
 * What must be in no snapshot: Lambda starts a function many times over from the memory of one that was initialised
 * (Lambda Developer Guide, "Improving startup performance with Lambda SnapStart"), so what was drawn, fetched or opened
 * by then would be shared by all, and be old. Beans are made with the first event, behind the snapshot; static fields are
 * made before it, and in a native build even when it is built.
 */
@ResourceLock(DeployedClasses.LOCK)
class SnapshotTest {
    /** {@link SecureRandom} may live on: it draws from the operating system, which no snapshot holds. */
    @Test
    void nothing_draws_from_a_generator_that_was_seeded_before() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(ThreadLocalRandom.class, SplittableRandom.class)
                .orShould()
                .callMethod(Math.class, "random")
                .check(DeployedClasses.ALL);
    }

    @Test
    void no_generator_of_ones_own_is_kept() {
        noFields().should().haveRawType(Random.class)
                .check(DeployedClasses.ALL);
    }

    @Test
    void nothing_static_is_random_secret_or_connected() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo(Random.class)
                        .or(assignableTo(SdkClient.class))
                        .or(assignableTo(SdkHttpClient.class))
                        .or(assignableTo(AwsCredentials.class))
                        .or(assignableTo(SecretKey.class))
                        .or(assignableTo(KeyPair.class))
                        .or(assignableTo(Clock.class)))
                .check(DeployedClasses.ALL);
    }
}
