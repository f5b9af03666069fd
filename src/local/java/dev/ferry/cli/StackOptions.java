package dev.ferry.cli;

import dev.ferry.cli.console.ShownCommands;
import dev.ferry.identity.KnownRegion;
import dev.ferry.identity.SdkRegions;
import dev.ferry.identity.SealingKeys;
import dev.ferry.local.Cloud;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Which stack a command is about: that of the local cloud which runs, or one that is deployed. */
final class StackOptions {
    /** What a stack's names start with unless its owner said otherwise. */
    static final String PREFIX = "ferry";

    private static final String SEALING_KEY = "FERRY_SEALING_KEY";
    private static final Regions REGIONS = new SdkRegions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the local cloud (default: target/ferry-data).")
    private Path data;

    @Option(
            names = "--deployed",
            description = "A stack on AWS, with the credentials and the Region that the AWS CLI would take.")
    private boolean deployed;

    @Option(
            names = "--prefix",
            paramLabel = "NAME",
            defaultValue = PREFIX,
            description = "What the stack's names start with (default: ${DEFAULT-VALUE}).")
    private String prefix;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            split = ",",
            description = "Which Regions; may be repeated (default: all that the local cloud has data of, or the AWS CLI's).")
    private List<String> regions = new ArrayList<>();

    /** @throws IOException if no local cloud runs, or no Region is named */
    Stack open() throws IOException {
        if (deployed) {
            return Stack.deployed(prefix, regions.isEmpty() ? List.of(defaultRegion()) : known(regions),
                    Optional.ofNullable(System.getenv(SEALING_KEY)).filter(keys -> !keys.isBlank()).map(SealingKeys::parse));
        }
        Path directory = directory();
        RunningCloud cloud = RunningCloud.in(directory);
        return Stack.local(
                cloud,
                Cloud.OPERATOR,
                prefix,
                regions.isEmpty() ? knownOf(cloud) : known(regions),
                SealingKeys.parse(LocalSecret.in(directory).sealingKey()));
    }

    /** The same for a command that goes on: the Regions are those that there are each time it is asked. */
    Supplier<Stack> follow() throws IOException {
        if (deployed || !regions.isEmpty()) {
            Stack opened = open();
            return () -> opened;
        }
        return LocalStackOf.running(directory(), prefix);
    }

    /** What a page about it says to type in a terminal. @throws IOException if no local cloud runs */
    ShownCommands shownCommands() throws IOException {
        return deployed
                ? ShownCommands.ofDeployed()
                : ShownCommands.ofLocal(Optional.of(RunningCloud.gatewayOf(directory())), directory());
    }

    private Path directory() {
        return data == null ? FerryHome.data() : data;
    }

    /** The same for a command that has to know in which Regions, and is not about all there are. */
    Stack openInNamedRegions() throws IOException {
        if (regions.isEmpty()) {
            regions = List.of(defaultRegion().value());
        }
        return open();
    }

    /** The same for a command that names the Region by what it is about. */
    Stack openIn(RegionName region) throws IOException {
        regions = List.of(region.value());
        return open();
    }

    private static RegionName defaultRegion() throws IOException {
        try {
            return new RegionName(new DefaultAwsRegionProviderChain().getRegion().id());
        } catch (SdkClientException none) {
            throw new IOException("which Region? Say --region, or set AWS_REGION", none);
        }
    }

    /** What else the data folder has is told, and keeps nobody from the rest. */
    private List<RegionName> knownOf(RunningCloud cloud) {
        List<RegionName> known = new ArrayList<>();
        for (String name : cloud.regions()) {
            KnownRegion.named(name, REGIONS).ifPresentOrElse(known::add, () -> command.commandLine().getErr()
                    .println("ferry: passed over the data of " + name + ", which is no Region"));
        }
        return known;
    }

    private static List<RegionName> known(List<String> names) throws IOException {
        List<RegionName> known = new ArrayList<>();
        for (String name : names) {
            known.add(KnownRegion.named(name, REGIONS).orElseThrow(() -> new IOException("there is no Region " + name)));
        }
        return known;
    }
}
