package dev.ferry.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RuntimeEndpointTest {
    private final RuntimeEndpoint endpoint = new RuntimeEndpoint("localhost:0");

    @Test
    void what_was_given_up_before_a_process_took_it_is_given_to_none() throws InterruptedException {
        endpoint.offer(invocation("given-up"));
        endpoint.abandon("given-up");
        endpoint.offer(invocation("wanted"));

        assertThat(endpoint.next()).map(Invocation::requestId).contains("wanted");
        assertThat(endpoint.isIdle()).isFalse();
        assertThat(endpoint.answer("wanted", new InvocationResult.Success(new byte[0]))).isTrue();
        assertThat(endpoint.isIdle()).isTrue();
    }

    private static Invocation invocation(String requestId) {
        return new Invocation(requestId, "arn:aws:lambda:us-east-1:111122223333:function:Probe", Instant.MAX, new byte[0]);
    }
}
