package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.FuzzedRequests;
import dev.ferry.testing.LocalCloud;
import dev.ferry.testing.RawRequest;
import dev.ferry.testing.TestRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever is sent to either door, the answer is a client's error or none: no failure, no hang, and nothing from inside. */
@ExtendWith(LocalCloud.class)
class FuzzedRequestsIT {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 1_000);
    private static final int REQUESTS_OF_AN_OPERATION = Math.max(20, REQUESTS / 50);
    private static final Pattern FAILURE = Pattern.compile("HTTP/1\\.1 5\\d\\d ");
    private static final Pattern STACK_TRACE = Pattern.compile("\\bat [a-z]\\w*(\\.[\\w$]+)+\\(|Caused by:|\"stackTrace\"");

    private final LocalCloud.Running cloud;
    private final TestRegistry registry;
    private final String account;

    FuzzedRequestsIT(LocalCloud.Running cloud) {
        this.cloud = cloud;
        this.account = cloud.newAccount();
        this.registry = cloud.registry(account, "us-west-2").with(FuzzedRequests.REPOSITORY);
    }

    @Test
    void ecrs_api_answers_anything() throws IOException {
        String authorization = "AWS4-HMAC-SHA256 Credential=" + account
                + "/20260102/us-west-2/ecr/aws4_request, SignedHeaders=host;x-amz-date, Signature=00";
        assertAnswered(FuzzedRequests.ofEcr(authorization), REQUESTS);
        // Chance alone leaves some operations out.
        for (String operation : FuzzedRequests.ecrOperations()) {
            assertAnswered(FuzzedRequests.ofEcr(authorization, operation), REQUESTS_OF_AN_OPERATION);
        }
    }

    @Test
    void ocis_api_answers_anything() throws IOException {
        String token = registry.ecr().getAuthorizationToken(request -> {}).authorizationData().get(0).authorizationToken();
        assertAnswered(FuzzedRequests.ofRegistry("Basic " + token), REQUESTS);
    }

    private void assertAnswered(Arbitrary<RawRequest> requests, int number) throws IOException {
        long seed = Long.getLong("fuzz.seed", 20261101);
        int answered = 0;
        for (RawRequest request : some(requests, number, new Random(seed))) {
            String answer = request.exchange(cloud.endpoint());
            assertThat(answer).as("seed %d, the answer to %s", seed, request)
                    .doesNotContainPattern(FAILURE)
                    .doesNotContainPattern(STACK_TRACE);
            answered += answer.isEmpty() ? 0 : 1;
        }
        assertThat(answered).as("requests that were answered").isGreaterThan(number * 9 / 10);
    }

    private static List<RawRequest> some(Arbitrary<RawRequest> requests, int number, Random random) {
        List<RawRequest> some = new ArrayList<>();
        JqwikSession.run(() -> {
            RandomGenerator<RawRequest> generator = requests.generator(number);
            Stream.generate(() -> generator.next(random).value()).limit(number).forEach(some::add);
        });
        return some;
    }
}
