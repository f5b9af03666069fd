package dev.ferry.local.stack;

import dev.ferry.local.dynamodb.DynamoDbLocal;
import dev.ferry.local.queues.LocalQueues;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** The services that functions call, of all Regions, on one machine, with the stacks in them. */
public final class LocalServices implements AutoCloseable {
    private final LocalCredentials credentials;
    private final LocalStacks stacks;
    private final LocalEndpoints endpoints;
    private final LocalClients clients;
    /** What to end, the last started first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private LocalServices(Path libDirectory, Path dataDirectory, StackSource source, Optional<URI> s3)
            throws IOException {
        try {
            ends.push(DataDirectoryLock.take(dataDirectory)::close);
            credentials = LocalCredentials.of(dataDirectory);

            DynamoDbLocal dynamoDb = DynamoDbLocal.start(libDirectory, dataDirectory.resolve("dynamodb"));
            ends.push(dynamoDb::close);
            LocalQueues queues = LocalQueues.start();
            ends.push(queues::close);

            LocalClients direct = new LocalClients(
                    new LocalEndpoints(dynamoDb.endpoint(), queues.endpoint(), s3.orElse(null)), credentials);
            ends.push(direct::close);
            Buckets buckets = s3.isPresent() ? new S3Buckets(direct) : (region, bucket) -> {};
            stacks = new LocalStacks(source, dataDirectory, direct, buckets);

            DynamoDbFront front = DynamoDbFront.start(dynamoDb.endpoint(), credentials, stacks::stackOf);
            ends.push(front::close);
            endpoints = new LocalEndpoints(front.endpoint(), queues.endpoint(), s3.orElse(null));
            clients = new LocalClients(endpoints, credentials);
            ends.push(clients::close);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the services; {@link LocalStacks#resume} then goes on with the Regions of an earlier run.
     *
     * @param libDirectory  the jars of DynamoDB Local
     * @param dataDirectory what is kept from run to run
     * @param s3            an S3 for the buckets; without one, stacks have none
     * @throws IOException if a service does not start, or the data directory is in use
     */
    public static LocalServices start(Path libDirectory, Path dataDirectory, StackSource source, Optional<URI> s3)
            throws IOException {
        return new LocalServices(libDirectory, dataDirectory, source, s3);
    }

    public LocalCredentials credentials() {
        return credentials;
    }

    public LocalStacks stacks() {
        return stacks;
    }

    /** What functions and other clients are given; DynamoDB's makes new Regions' stacks. */
    public LocalEndpoints endpoints() {
        return endpoints;
    }

    /** Clients of {@link #endpoints}. */
    public LocalClients clients() {
        return clients;
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
    }
}
