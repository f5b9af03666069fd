package dev.ferry.local.stack;

import com.sun.net.httpserver.HttpHandler;
import dev.ferry.local.dynamodb.DynamoDbLocal;
import dev.ferry.local.dynamodb.RegionStacks;
import dev.ferry.local.dynamodb.WriteListener;
import dev.ferry.local.queues.LocalQueues;
import dev.ferry.local.s3.LocalS3;
import dev.ferry.local.template.TemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The services that functions call, of all Regions, on one machine, with the stacks in them. */
public final class LocalServices implements AutoCloseable {
    private final LocalCredentials credentials;
    private final DynamoDbLocal dynamoDb;
    private final LocalStacks stacks;
    private final LocalEndpoints endpoints;
    private final LocalClients clients;
    private final LocalClients direct;
    private final LocalQueues queues;
    private final LocalS3 s3;
    private final List<WriteListener> writes = new CopyOnWriteArrayList<>();
    /** What to end, the last started first. */
    private final Deque<Runnable> ends = new ArrayDeque<>();

    private LocalServices(Path libDirectory, Path dataDirectory, StackSource source)
            throws IOException {
        try {
            ends.push(DataDirectoryLock.take(dataDirectory)::close);
            credentials = LocalCredentials.of(dataDirectory);

            dynamoDb = DynamoDbLocal.begin(
                    libDirectory, dataDirectory.resolve("dynamodb"), credentials.accessKeyId(), new Stacks());
            ends.push(dynamoDb::close);
            queues = LocalQueues.start(source.accountId(), credentials.accessKeyId());
            ends.push(queues::close);
            s3 = LocalS3.start(dataDirectory.resolve("s3"), 0, credentials::secretOf);
            ends.push(s3::close);

            endpoints = new LocalEndpoints(dynamoDb.entrance(), queues.endpoint(), s3.endpoint());
            clients = new LocalClients(endpoints, credentials);
            ends.push(clients::close);
            direct = new LocalClients(
                    new LocalEndpoints(dynamoDb.direct(), queues.endpoint(), s3.endpoint()), credentials);
            ends.push(direct::close);
            stacks = new LocalStacks(source, dataDirectory, direct, queues::create, new S3BucketProvisioning(direct));
            RunningCloud.announce(dataDirectory, endpoints);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts the services, and waits until they answer.
     *
     * @throws IOException if a service does not start, or the data directory is in use
     * @see #begin
     */
    public static LocalServices start(Path libDirectory, Path dataDirectory, StackSource source) throws IOException {
        LocalServices services = begin(libDirectory, dataDirectory, source);
        try {
            services.awaitReady();
        } catch (IOException e) {
            services.close();
            throw e;
        }
        return services;
    }

    /**
     * Starts the services, whose endpoints are known then, and does not wait for DynamoDB Local, which takes longest;
     * {@link LocalStacks#resume} goes on with the Regions of an earlier run.
     *
     * @param libDirectory  the jars of DynamoDB Local
     * @param dataDirectory what is kept from run to run
     * @throws IOException if a service does not start, or the data directory is in use
     */
    public static LocalServices begin(Path libDirectory, Path dataDirectory, StackSource source)
            throws IOException {
        return new LocalServices(libDirectory, dataDirectory, source);
    }

    /**
     * Waits until every service answers.
     *
     * @throws IOException if one does not start
     */
    public void awaitReady() throws IOException {
        dynamoDb.awaitReady();
    }

    /** Whether DynamoDB Local, which is a process of its own, runs. */
    public boolean hasDynamoDb() {
        return dynamoDb.isRunning();
    }

    public LocalCredentials credentials() {
        return credentials;
    }

    public LocalStacks stacks() {
        return stacks;
    }

    /** Has each write to a table, of whatever Region, from now on told to the listener. */
    public void onWrite(WriteListener listener) {
        writes.add(listener);
    }

    /** What functions and other clients are given; DynamoDB's makes new Regions' stacks. */
    public LocalEndpoints endpoints() {
        return endpoints;
    }

    /** Clients of {@link #endpoints}. */
    public LocalClients clients() {
        return clients;
    }

    /**
     * Clients for those in this process who use only stacks that are there: past the door of DynamoDB, which makes missing ones and
     * tells of writes.
     */
    public LocalClients direct() {
        return direct;
    }

    /** A client of a Region's queues for those in this process, past HTTP. */
    public SqsClient queues(String region) {
        return queues.client(region);
    }

    /** Answers S3's presigned URLs at whatever host they are asked for. */
    public HttpHandler presignedUrls() {
        return s3.presignedUrls();
    }

    /** The store of the layers, for what is put there from within this process. */
    public LocalS3 s3() {
        return s3;
    }

    /** Has nobody wait for messages until {@link #clear}, so that those who take them can come to their end. */
    public void endWaits() {
        queues.endWaits();
    }

    /**
     * Empties the queues, tables and buckets of all Regions, which are made anew with their stack. No function may run meanwhile;
     * who looks at the tables from without waits.
     */
    public void clear() throws IOException {
        dynamoDb.empty(this::clearAll);
    }

    private void clearAll() throws IOException {
        queues.clear();
        stacks.clear();
        s3.clear();
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        ends.clear();
    }

    /** What the door of DynamoDB asks for and tells. */
    private final class Stacks implements RegionStacks {
        @Override
        public Optional<String> provision(String region) {
            try {
                stacks.stackOf(region);
                return Optional.empty();
            } catch (UnknownRegionException | StackException | TemplateException e) {
                return Optional.of(e.getMessage());
            }
        }

        @Override
        public void written(String region, String request) {
            writes.forEach(listener -> listener.written(region, request));
        }
    }
}
