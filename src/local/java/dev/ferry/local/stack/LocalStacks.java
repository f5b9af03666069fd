package dev.ferry.local.stack;

import dev.ferry.identity.KnownRegion;
import dev.ferry.identity.SdkRegions;
import dev.ferry.local.template.Template;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.local.template.TemplateReader;
import dev.ferry.registry.Regions;
import dev.ferry.registry.Regions.Partition;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The stacks of all Regions on one machine. A Region's stack is made the first time anyone asks for it, and again at each
 * later start, since work may be open in it.
 */
public final class LocalStacks {
    private static final Regions REGIONS = new SdkRegions();

    private final StackSource source;
    private final LocalClients clients;
    private final QueueProvisioning queues;
    private final BucketProvisioning buckets;
    private final ProvisionedRegions provisioned;
    private final Map<String, LocalStack> ready = new ConcurrentHashMap<>();
    private final Map<String, Object> locks = new ConcurrentHashMap<>();
    private final List<Consumer<LocalStack>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param dataDirectory where it is kept which Regions there are
     * @param clients       of the services themselves, past the door of DynamoDB, which asks for stacks
     */
    public LocalStacks(
            StackSource source,
            Path dataDirectory,
            LocalClients clients,
            QueueProvisioning queues,
            BucketProvisioning buckets) {
        this.source = source;
        this.clients = clients;
        this.queues = queues;
        this.buckets = buckets;
        this.provisioned = new ProvisionedRegions(dataDirectory);
    }

    /** Has each stack that becomes ready from now on told to the listener, once, by the thread that made it. */
    public void onReady(Consumer<LocalStack> listener) {
        listeners.add(listener);
    }

    /**
     * Makes the stacks of an earlier run ready again.
     *
     * @throws StackException if its data does not fit the template
     */
    public void resume() {
        // A Region that is not known any more is nobody's to ask for.
        provisioned.all().stream().filter(region -> partition(region).isPresent()).forEach(this::stackOf);
    }

    /**
     * The Region's stack, which is made if need be; who asks meanwhile waits.
     *
     * @throws UnknownRegionException if there is no such Region
     * @throws StackException if data of an earlier run does not fit the template
     * @throws dev.ferry.local.template.TemplateException if the template cannot be followed
     */
    public LocalStack stackOf(String region) {
        LocalStack known = ready.get(region);
        if (known != null) {
            return known;
        }
        Partition partition = partition(region).orElseThrow(() -> new UnknownRegionException(region));
        synchronized (locks.computeIfAbsent(region, name -> new Object())) {
            if (!ready.containsKey(region)) {
                LocalStack stack = provision(region, partition);
                ready.put(region, stack);
                listeners.forEach(listener -> listener.accept(stack));
            }
            return ready.get(region);
        }
    }

    /** The Regions whose stacks are ready. */
    public List<String> regions() {
        return ready.keySet().stream().sorted().toList();
    }

    /** Deletes the tables of all Regions; each Region's stack is made anew when anyone asks for it. Nobody may meanwhile. */
    void clear() throws IOException {
        ready.values().parallelStream().forEach(stack -> {
            TableProvisioning tables = new TableProvisioning(clients.dynamoDb(stack.region()));
            stack.template().tables().forEach(tables::delete);
        });
        ready.clear();
        provisioned.clear();
    }

    private LocalStack provision(String region, Partition partition) {
        Template template = TemplateReader.read(
                source.templateFile(),
                new TemplateParameters(
                        region,
                        source.accountId(),
                        partition.id(),
                        partition.dnsSuffix(),
                        source.parameters()));
        // Before anything is made, so that a run which ends half-way is completed by the next.
        provisioned.add(region);
        TableProvisioning tables = new TableProvisioning(clients.dynamoDb(region));
        template.tables().parallelStream().forEach(tables::provision);
        queues.provision(region, template.queues());
        template.buckets().forEach(bucket -> buckets.provision(region, bucket));
        return new LocalStack(region, template);
    }

    /** What the functions take for a Region, and nothing else: one that they refuse is to leave nothing behind. */
    private static Optional<Partition> partition(String region) {
        return KnownRegion.named(region, REGIONS).flatMap(REGIONS::partitionOf);
    }
}
