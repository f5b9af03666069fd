package dev.ferry.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.Cloud;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;

/** {@code ferry lifecycle}, on a local cloud whose functions do not run. */
@ExtendWith(Commands.class)
class LifecycleCommandTest {
    private final Commands.OnLocalCloud cloud;

    LifecycleCommandTest(Commands.OnLocalCloud cloud) {
        this.cloud = cloud;
    }

    @Test
    void run_has_the_function_begin_in_each_region() {
        Commands.Ran ran = cloud.run("lifecycle", "run", "--region", Commands.REGION.value());

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("The lifecycle policies in " + Commands.REGION + " are being evaluated.");
        SqsClient sqs = cloud.stack().clients().sqs(Commands.REGION);
        assertThat(sqs.receiveMessage(receive -> receive.queueUrl("https://sqs." + Commands.REGION + ".amazonaws.com/"
                        + Cloud.OPERATOR + "/ferry-lifecycle-" + Commands.REGION)).messages())
                .extracting(message -> message.body()).contains("{\"after\":\"\"}");
    }
}
