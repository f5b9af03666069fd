package dev.ferry.local.queues;

import java.net.URI;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pekko.http.scaladsl.Http;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/**
 * An SQS of one account for all Regions: ElasticMQ in this process, on the loopback interface and a free port, in memory.
 * It neither checks signatures nor keeps Regions apart, so a queue's name has to carry its Region.
 */
public final class LocalQueues implements AutoCloseable {
    /** Held, as the logging system forgets the level of a logger that nobody holds. */
    private static final List<Logger> CHATTY = List.of(Logger.getLogger("org.elasticmq"), Logger.getLogger("org.apache.pekko"));

    private final SQSRestServer server;
    private final URI endpoint;

    private LocalQueues(SQSRestServer server, URI endpoint) {
        this.server = server;
        this.endpoint = endpoint;
    }

    /** Starts the server and waits until it listens. */
    public static LocalQueues start() {
        CHATTY.forEach(logger -> logger.setLevel(Level.WARNING));
        SQSRestServer server =
                SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
        Http.ServerBinding binding = server.waitUntilStarted();
        return new LocalQueues(
                server, URI.create("http://127.0.0.1:" + binding.localAddress().getPort()));
    }

    public URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        server.stopAndWait();
    }
}
