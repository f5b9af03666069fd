package dev.ferry.local.stack;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A one-machine cloud that runs in another process, found through its data directory, which says where its services
 * listen and holds the access key that they want.
 *
 * @param regions that have data
 */
public record RunningCloud(LocalEndpoints endpoints, LocalCredentials credentials, List<String> regions) {
    private static final String FILE = "endpoints";
    private static final String GATEWAY = "gateway";
    private static final int CONNECT_MILLIS = 2_000;

    public RunningCloud {
        regions = List.copyOf(regions);
    }

    /** The cloud that runs on this data directory. @throws IOException if none does; the message says what to do */
    public static RunningCloud in(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve(FILE);
        List<URI> addresses =
                Files.exists(file) ? Files.readAllLines(file).stream().map(URI::create).toList() : List.of();
        if (addresses.size() != 3 || !listens(addresses.get(0))) {
            throw new IOException("no local cloud runs on " + dataDirectory.toAbsolutePath()
                    + "; start one with ferry up, name another with --data, or say --deployed for a stack on AWS");
        }
        return new RunningCloud(
                new LocalEndpoints(addresses.get(0), addresses.get(1), addresses.get(2)),
                LocalCredentials.of(dataDirectory),
                List.copyOf(new ProvisionedRegions(dataDirectory).all()));
    }

    /** Where the front door is of the cloud that runs on this data directory. @throws IOException if none does */
    public static URI gatewayOf(Path dataDirectory) throws IOException {
        in(dataDirectory);
        return URI.create(Files.readString(dataDirectory.resolve(GATEWAY)).strip());
    }

    /** Says where the front door is of the cloud that has this data directory from now on. */
    public static void announceGateway(Path dataDirectory, URI gateway) throws IOException {
        DurableText.replace(dataDirectory.resolve(GATEWAY), List.of(gateway.toString()));
    }

    /** Says where the services of the cloud listen that has this data directory from now on. */
    static void announce(Path dataDirectory, LocalEndpoints endpoints) throws IOException {
        DurableText.replace(dataDirectory.resolve(FILE), List.of(
                endpoints.dynamoDb().toString(), endpoints.sqs().toString(), endpoints.s3().toString()));
    }

    /** A cloud that has ended left its endpoints behind. Its lock is not tried: that could get in the way of a start. */
    private static boolean listens(URI service) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
