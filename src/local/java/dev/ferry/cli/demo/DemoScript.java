package dev.ferry.cli.demo;

import dev.ferry.local.s3.DurableFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.ImageReplicationStatus;
import software.amazon.awssdk.services.ecr.model.ReplicationDestination;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.ecr.model.RepositoryFilter;
import software.amazon.awssdk.services.ecr.model.RepositoryFilterType;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/**
 * What the demo shows: an image that is pushed to one registry arrives in two others, a second push brings what is new,
 * and a repository that no filter names stays where it is. Each claim is checked; the first that does not hold ends the
 * story with an exception.
 */
final class DemoScript implements AutoCloseable {
    private static final DemoRegistry SOURCE = DemoRegistry.of("111122223333", "us-west-2");
    private static final DemoRegistry OTHER_REGION = DemoRegistry.of("111122223333", "eu-west-1");
    private static final DemoRegistry OTHER_ACCOUNT = DemoRegistry.of("444455556666", "us-east-1");
    private static final String PREFIX = "team/";
    private static final String REPLICATED = PREFIX + "ferry";
    private static final String LEFT_OUT = "scratch/app";
    private static final String FIRST = "1.0";
    private static final String SECOND = "1.1";
    /** Functions are started when first needed, which takes seconds on a busy machine. */
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** A person can follow with the eyes what happens within it. */
    private static final int SECONDS_BETWEEN_PUSHES = 4;

    private final Path functionZip;
    private final Path folder;
    private final Terminal terminal;
    private final RegistryClient source;
    private final RegistryClient otherAccount;
    private final List<RegistryClient> destinations;

    /**
     * @param endpoint    of a Ferry that has just been set up
     * @param functionZip of which the image is made
     * @param folder      for the image's files
     */
    DemoScript(URI endpoint, Path functionZip, Path folder, Terminal terminal) {
        this.functionZip = functionZip;
        this.folder = folder;
        this.terminal = terminal;
        source = RegistryClient.of(endpoint, SOURCE);
        otherAccount = RegistryClient.of(endpoint, OTHER_ACCOUNT);
        destinations = List.of(RegistryClient.of(endpoint, OTHER_REGION), otherAccount);
    }

    /**
     * @throws MismatchException if Ferry did something else than it promises
     * @throws software.amazon.awssdk.core.exception.SdkException if it refused, or did not answer
     */
    void tell() throws IOException, InterruptedException {
        configure();
        OciImage first = makeImage();
        pushFirst(first);
        pullFirst(first);
        pushLeftOut(first);
        pushSecond();
    }

    /** Pushes small images, one every few seconds, until interrupted. */
    void goOn() throws IOException, InterruptedException {
        terminal.step("Go on pushing, until Ctrl-C");
        for (int release = 2; ; release++) {
            String tag = release + ".0";
            Path files = Files.createDirectory(folder.resolve("image-" + tag));
            OciImage image = FerryImage.ofNote(tag, files);
            source.push(REPLICATED, tag, image, blob -> {});
            DurableFiles.deleteTree(files);
            terminal.line(row(Figures.digest(image.digest()), REPLICATED + ":" + tag));
            TimeUnit.SECONDS.sleep(SECONDS_BETWEEN_PUSHES);
        }
    }

    private void configure() {
        terminal.step("Agree on what is replicated");
        Instant start = Instant.now();
        terminal.line(OTHER_ACCOUNT.account() + " lets " + SOURCE.account() + " replicate to its "
                + OTHER_ACCOUNT.region() + ":");
        terminal.command(AwsCli.PUT_REGISTRY_POLICY);
        otherAccount.ecr().putRegistryPolicy(request -> request.policyText(AwsCli.POLICY));
        terminal.line(SOURCE.account() + " replicates " + PREFIX + " from " + SOURCE.region() + " to it, and to its "
                + "own " + OTHER_REGION.region() + ":");
        terminal.command(AwsCli.PUT_REPLICATION_CONFIGURATION);
        source.ecr().putReplicationConfiguration(request -> request.replicationConfiguration(
                configuration -> configuration.rules(rule())));
        terminal.line("agreed in " + Figures.since(start) + "; a Region's tables, queues and bucket are made when it "
                + "is first touched");
    }

    private ReplicationRule rule() {
        RepositoryFilter filter = RepositoryFilter.builder()
                .filter(PREFIX)
                .filterType(RepositoryFilterType.PREFIX_MATCH)
                .build();
        List<ReplicationDestination> named = destinations.stream()
                .map(RegistryClient::registry)
                .map(registry -> ReplicationDestination.builder()
                        .registryId(registry.account())
                        .region(registry.region().id())
                        .build())
                .toList();
        return ReplicationRule.builder().repositoryFilters(filter).destinations(named).build();
    }

    private OciImage makeImage() throws IOException, InterruptedException {
        terminal.step("Make an image, of Ferry's own function");
        Instant start = Instant.now();
        OciImage image = image(FIRST);
        terminal.line("libraries, classes and a note of the release: " + image.layers().size() + " layers, "
                + Figures.bytes(image.size()) + ", made in " + Figures.since(start));
        return image;
    }

    private OciImage image(String release) throws IOException, InterruptedException {
        return FerryImage.build(functionZip, release, Files.createDirectory(folder.resolve("image-" + release)));
    }

    private void pushFirst(OciImage image) throws IOException, InterruptedException {
        terminal.step("Push it to " + SOURCE + ", and watch it go");
        terminal.command(AwsCli.createRepository(REPLICATED));
        source.ecr().createRepository(request -> request.repositoryName(REPLICATED));
        terminal.command(AwsCli.PUSH_LAYER);
        Pushed pushed = source.push(REPLICATED, FIRST, image, blob -> terminal.line(row(
                Figures.digest(blob.blob().digest()),
                Figures.bytes(blob.blob().size()) + " in " + blob.parts() + (blob.parts() == 1 ? " part, " : " parts, ")
                        + Figures.time(blob.took()))));
        terminal.command(AwsCli.putImage(REPLICATED, FIRST));
        terminal.line(row(Figures.digest(image.digest()), "pushed, " + Figures.time(pushed.took()) + " in all"));
        terminal.command(AwsCli.describeImageReplicationStatus(REPLICATED, FIRST));
        watch(FIRST);
    }

    private void watch(String tag) throws InterruptedException {
        Set<DemoRegistry> expected =
                destinations.stream().map(RegistryClient::registry).collect(Collectors.toSet());
        ReplicationWatch.untilComplete(source.ecr(), REPLICATED, tag, expected, PATIENCE, change -> {
            String status = String.format(Locale.ROOT, "%-11s", change.status().statusAsString());
            terminal.line(row(change.destination().toString(), status + "  " + Figures.time(change.after())));
        });
    }

    private void pullFirst(OciImage image) throws IOException {
        terminal.step("Pull it from both, and compute every digest");
        terminal.command(AwsCli.batchGetImage(OTHER_ACCOUNT, REPLICATED, FIRST));
        pull(FIRST, image);
    }

    private void pull(String tag, OciImage image) throws IOException {
        for (RegistryClient destination : destinations) {
            Instant start = Instant.now();
            PulledImage pulled = destination.pull(REPLICATED, tag);
            if (!pulled.digest().equals(image.digest())) {
                throw new MismatchException(image.digest() + " in " + destination.registry(), pulled.digest());
            }
            terminal.line(row(
                    destination.registry().toString(),
                    Figures.bytes(pulled.size()) + " in " + Figures.since(start) + "; manifest, configuration and "
                            + pulled.layers().size() + " layers are what was pushed"));
        }
    }

    private void pushLeftOut(OciImage image) throws IOException {
        terminal.step("Push to " + LEFT_OUT + ", which no filter names");
        source.ecr().createRepository(request -> request.repositoryName(LEFT_OUT));
        Pushed pushed = source.push(LEFT_OUT, FIRST, image, blob -> {});
        terminal.line(row(Figures.digest(image.digest()), Figures.bytes(pushed.sent()) + " pushed, "
                + Figures.time(pushed.took()) + " in all"));
        terminal.command(AwsCli.describeImageReplicationStatus(LEFT_OUT, FIRST));
        List<ImageReplicationStatus> statuses = ReplicationWatch.statuses(source.ecr(), LEFT_OUT, FIRST);
        if (!statuses.isEmpty()) {
            throw new MismatchException("no destination of " + LEFT_OUT, statuses.toString());
        }
        terminal.line("no destination");
    }

    private void pushSecond() throws IOException, InterruptedException {
        terminal.step("Push release " + SECOND + ", in which only a small layer is new");
        OciImage image = image(SECOND);
        for (RegistryClient destination : destinations) {
            long present = size(image, destination.present(REPLICATED, image));
            terminal.line(row(destination.registry().toString(), "has " + Figures.bytes(present) + " of it already, "
                    + Figures.bytes(image.size() - present) + " are to be copied"));
        }
        Pushed pushed = source.push(REPLICATED, SECOND, image, blob -> {});
        if (pushed.wereThere() == 0) {
            throw new MismatchException("layers of " + FIRST + " found in " + REPLICATED, "none");
        }
        terminal.line(row(Figures.digest(image.digest()), Figures.bytes(pushed.sent()) + " pushed, "
                + pushed.wereThere() + " layers were there, " + Figures.time(pushed.took()) + " in all"));
        watch(SECOND);
        pull(SECOND, image);
        expectLeftOutNowhere();
    }

    private static long size(OciImage image, Set<String> digests) {
        return image.blobs().stream()
                .filter(blob -> digests.contains(blob.digest()))
                .mapToLong(Blob::size)
                .sum();
    }

    /** A later push has arrived by now, so this one would have, too. */
    private void expectLeftOutNowhere() {
        for (RegistryClient destination : destinations) {
            if (hasLeftOut(destination)) {
                throw new MismatchException("no " + LEFT_OUT + " in " + destination.registry(), "a repository");
            }
        }
        terminal.line(row("both", "have no " + LEFT_OUT + ", which was pushed before"));
    }

    private static boolean hasLeftOut(RegistryClient destination) {
        try {
            destination.ecr().describeRepositories(request -> request.repositoryNames(LEFT_OUT));
            return true;
        } catch (RepositoryNotFoundException e) {
            return false;
        }
    }

    private static String row(String what, String figures) {
        return String.format(Locale.ROOT, "%-26s  %s", what, figures);
    }

    @Override
    public void close() {
        source.close();
        destinations.forEach(RegistryClient::close);
    }
}
