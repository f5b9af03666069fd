package dev.ferry.cli;

import dev.ferry.local.Cloud;
import dev.ferry.local.CloudSettings;
import dev.ferry.local.s3.DurableFiles;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ferry up}: a local cloud until it is interrupted. */
@Command(
        name = "up",
        description = "Starts Ferry on this machine, for all Regions and accounts, until it is interrupted.",
        mixinStandardHelpOptions = true)
public final class Up implements Callable<Integer> {

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Where Ferry listens, on the loopback interface; 0 for any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private HostNames hosts;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where everything is kept that is to survive a restart (default: target/ferry-data of the checkout, or the user's data folder).")
    private Path data;

    @Option(
            names = "--isolated",
            description = "Runs each function in processes of its own that take one event at a time, as Lambda does, "
                    + "rather than all in one process.")
    private boolean isolated;

    @Option(
            names = "--fsync",
            description = "Forces what is stored to the disk before it is acknowledged, so that a power cut takes none of it "
                    + "either; a kill does not in any case. Layers and writes take several times as long.")
    private boolean fsync;

    @Option(
            names = "--extensions",
            description = "Lets replication rules have filters that ECR does not know: of exact names, wildcards and tags, and "
                    + "filters that exclude.")
    private boolean extensions;

    @Option(
            names = "--source-events",
            description = "Sends an event where an image was pushed, too, for each end of its replications.")
    private boolean sourceEvents;

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.setProperty(DurableFiles.FORCE, Boolean.toString(fsync)); // before anything is stored
        ConsoleLog log = new ConsoleLog(System.err, Clock.systemUTC());
        Path directory = data == null ? FerryHome.data() : data;
        Cloud cloud = start(new CloudSettings(
                FerryHome.template(),
                FerryHome.target(),
                directory,
                port,
                hosts.all(),
                isolated,
                switchedOn(),
                log));
        ConsoleOfCloud.show(cloud, directory);
        Foreground.untilInterrupted(cloud.endpoint(), log, cloud::close);
        return 0;
    }

    private Cloud start(CloudSettings settings) throws IOException {
        try {
            return Cloud.start(settings);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(e.getFile() + " is not a folder", e);
        } catch (AccessDeniedException e) {
            throw new IOException(e.getFile() + " may not be written by this user", e);
        } catch (BindException e) {
            throw Foreground.taken(port, e);
        }
    }

    /** What is off is left to the template. */
    private Map<String, String> switchedOn() {
        Map<String, String> parameters = new HashMap<>();
        if (extensions) {
            parameters.put("ReplicationExtensions", "true");
        }
        if (sourceEvents) {
            parameters.put("SourceEvents", "true");
        }
        return parameters;
    }
}
