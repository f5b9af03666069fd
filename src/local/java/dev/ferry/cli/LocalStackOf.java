package dev.ferry.cli;

import dev.ferry.identity.KnownRegion;
import dev.ferry.identity.SdkRegions;
import dev.ferry.identity.SealingKeys;
import dev.ferry.local.Cloud;
import dev.ferry.local.identity.LocalSecret;
import dev.ferry.local.stack.RunningCloud;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The stack of a local cloud, each time with the Regions that have data by then. */
final class LocalStackOf implements Supplier<Stack> {
    private static final Regions REGIONS = new SdkRegions();

    private final Path directory;
    private final Stack first;

    private LocalStackOf(Path directory, Stack first) {
        this.directory = directory;
        this.first = first;
    }

    /** @throws IOException if no local cloud runs on this data folder */
    static LocalStackOf running(Path directory, String prefix) throws IOException {
        return new LocalStackOf(directory, Stack.local(
                RunningCloud.in(directory), Cloud.OPERATOR, prefix, List.of(),
                SealingKeys.parse(LocalSecret.in(directory).sealingKey())));
    }

    @Override
    public Stack get() {
        try {
            List<RegionName> regions = RunningCloud.in(directory).regions().stream()
                    .flatMap(name -> KnownRegion.named(name, REGIONS).stream())
                    .toList();
            return first.in(regions);
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }
}
