package dev.ferry.service.replication;

import static dev.ferry.service.Services.registry;
import static dev.ferry.service.Services.sameAccount;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.local.LocalAws;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.replication.Push;
import dev.ferry.service.Services;
import dev.ferry.testing.Images;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** The queue of replications is fair between accounts, whatever waits in it. */
@ExtendWith(LocalAws.class)
class FairReplicationTest {
    /** In which no other test replicates, as the queue is one for all accounts. */
    private static final String REGION = "ap-northeast-3";

    private final Services services = new Services();

    private Registry replicating() {
        Registry source = registry(REGION);
        services.repository(source);
        services.configure(source, sameAccount(source, "eu-west-1"));
        return source;
    }

    private Push queued(Registry source, TestImage image, String tag) {
        Push push = services.push(source, image, tag);
        services.fanOut.fanOut(push);
        return push;
    }

    @Test
    void a_push_behind_the_backlog_of_another_account_is_among_the_next() {
        Registry busy = replicating();
        TestImage image = Images.image().build();
        for (int number = 0; number < 50; number++) {
            queued(busy, image, "v" + number);
        }

        Push push = queued(replicating(), image, "latest");

        assertThat(Stream.of(received(), received()).flatMap(List::stream).map(Message::body))
                .hasSize(20).anySatisfy(body -> assertThat(body).contains(push.id().value()));
    }

    private List<Message> received() {
        SqsClient sqs = services.clients.sqs(new RegionName(REGION));
        String url = sqs.getQueueUrl(get -> get.queueName("ferry-replicate-" + REGION)).queueUrl();
        return sqs.receiveMessage(receive -> receive.queueUrl(url).maxNumberOfMessages(10)).messages();
    }
}
