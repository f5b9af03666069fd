package dev.ferry.local.up;

import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Starts the local cloud once and sends it a request, so that the JVMs of the cloud and of a function, ending, write the
 * archives of loaded classes with which later ones start in half the time. The data goes to a folder that is deleted.
 */
public final class TrainingRun {
    /** It uses what the other functions do: the events' types, the tables, JSON. */
    private static final String TRAINED = "ApiFunction";

    private static final String AUTHORIZATION = "AWS4-HMAC-SHA256 "
            + "Credential=111122223333/20260101/us-east-1/%s/aws4_request, SignedHeaders=host;x-amz-date, Signature=0";
    private static final String PUSH_EVENT = "{\"Entries\":[{\"Source\":\"ferry.training\",\"DetailType\":\"none\",\"Detail\":\"{}\"}]}";

    private TrainingRun() {}

    public static void main(String[] arguments) throws IOException {
        ConsoleLog log = new ConsoleLog(System.err, Clock.systemUTC());
        log.silence();
        Path data = Files.createTempDirectory("ferry-training");
        try {
            CloudSettings settings = new CloudSettings(
                    FerryHome.template(), FerryHome.target(), data, 0, log, Optional.of(TRAINED));
            try (Cloud cloud = Cloud.start(settings)) {
                send(cloud, "ecr", "AmazonEC2ContainerRegistry_V20150921.DescribeRepositories", "{}");
                send(cloud, "events", "AWSEvents.PutEvents", PUSH_EVENT);
            }
        } finally {
            delete(data);
        }
    }

    /** What the answer is does not matter, but that there is one. */
    private static void send(Cloud cloud, String service, String target, String json) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) cloud.endpoint().resolve("/").toURL().openConnection();
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Authorization", AUTHORIZATION.formatted(service));
        connection.setRequestProperty("Content-Type", "application/x-amz-json-1.1");
        connection.setRequestProperty("X-Amz-Target", target);
        try (OutputStream body = connection.getOutputStream()) {
            body.write(json.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        if (status >= 500) {
            throw new IOException(target + " was answered with " + status);
        }
        connection.disconnect();
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
