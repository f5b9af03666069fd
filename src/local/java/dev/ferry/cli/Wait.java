package dev.ferry.cli;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Replication;
import dev.ferry.replication.ReplicationState.Complete;
import dev.ferry.replication.ReplicationState.Failed;
import dev.ferry.replication.ReplicationState.Status;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ferry wait}: what a build waits for before it deploys from another registry. */
@Command(
        name = "wait",
        description = "Waits until the last push of IMAGE has arrived at all its destinations.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it has arrived everywhere, or goes nowhere", "1:it could not be found out",
            "2:the command was not understood", "3:one of its replications failed", "4:the time is up"})
public final class Wait implements Callable<Integer> {
    private static final int FAILED = 3;
    private static final int TIME_IS_UP = 4;
    private static final long POLL_MILLIS = 200;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "IMAGE",
            converter = ImageName.Converter.class,
            description = "Such as 111122223333/us-west-2/team/app:1.0, or with @sha256:… for the tag.")
    private ImageName image;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "PT10M",
            description = "How long to wait, in ISO 8601 (default: ${DEFAULT-VALUE}).")
    private Duration timeout;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (image.tag().isEmpty() && image.digest().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Say which image of " + image + ", by :TAG or @DIGEST");
        }
        Stack opened = stack.openIn(image.registry().region());
        Instant end = Instant.now().plus(timeout);
        // A push that moves the tag meanwhile is another one.
        Digest digest = image.digest()
                .or(() -> opened.tagged(image.registry(), image.repository(), image.tag().orElseThrow()))
                .orElseThrow(() -> new IOException("there is no image " + image));
        ImageKey key = ImageKey.of(image.registry().account(), image.repository(), digest);
        Set<Registry> told = new HashSet<>();
        while (true) {
            List<Replication> replications = opened.statuses().of(image.registry(), key, image.tag());
            replications.stream().filter(one -> hasEnded(one) && told.add(one.destination())).forEach(this::tell);
            if (replications.stream().anyMatch(one -> one.state() instanceof Failed)) {
                return FAILED;
            }
            if (replications.stream().allMatch(Wait::hasEnded)) {
                if (replications.isEmpty()) {
                    say("The last push of " + image + " goes nowhere.");
                }
                return 0;
            }
            if (!Instant.now().isBefore(end)) {
                replications.stream().filter(one -> !hasEnded(one))
                        .forEach(one -> say(one.destination() + " " + one.state().status()));
                return TIME_IS_UP;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private static boolean hasEnded(Replication replication) {
        return replication.state().status() != Status.IN_PROGRESS;
    }

    private void tell(Replication replication) {
        if (replication.state() instanceof Failed failed) {
            say(replication.destination() + " FAILED: " + failed.code().code() + ": " + failed.reason());
        } else if (replication.state() instanceof Complete complete) {
            say(replication.destination() + " COMPLETE "
                    + Duration.between(replication.push().time(), complete.at()).toMillis() + " ms after the push");
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
