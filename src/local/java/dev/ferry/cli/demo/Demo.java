package dev.ferry.cli.demo;

import dev.ferry.cli.FerryHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code ferry demo}: a cloud of its own, an image, and its replication, each step checked. */
@Command(
        name = "demo",
        description = "Pushes an image and shows it arrive in another Region and in another account.",
        mixinStandardHelpOptions = true)
public final class Demo implements Callable<Integer> {
    private static final int LOG_LINES = 30;

    @Option(
            names = "--stay",
            description = "Goes on pushing an image every few seconds until it is interrupted, so that the page has something to show.")
    private boolean stay;

    /** @return 0 if everything was as Ferry promises, 1 if anything was not */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = new Terminal(System.out, Ansi.AUTO);
        try (DemoCloud cloud = new DemoCloud()) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted(terminal, cloud)));
            return told(terminal, cloud) ? 0 : 1;
        }
    }

    private boolean told(Terminal terminal, DemoCloud cloud) throws IOException, InterruptedException {
        try {
            tell(terminal, cloud);
            return true;
        } catch (IOException | RuntimeException e) { // whatever it is, a person is told in which step, and what
            cloud.keep();
            terminal.failed(reason(e), cloud.log(), cloud.lastLines(LOG_LINES));
            return false;
        }
    }

    private void tell(Terminal terminal, DemoCloud cloud) throws IOException, InterruptedException {
        Instant begin = Instant.now();
        terminal.heading("Ferry replicates container images the way Amazon ECR does: a demonstration on this machine");
        terminal.step("Start a cloud: DynamoDB, S3, SQS and Ferry's functions");
        Path target = FerryHome.directory().resolve("target");
        URI endpoint = cloud.start(FerryHome.directory().resolve("template.yaml"), target);
        terminal.line("ready at " + endpoint + " in " + Figures.since(begin));
        terminal.line("open that address in a browser to see registries, pushes and where they arrive, as it happens");
        try (DemoScript story = new DemoScript(endpoint, target.resolve("function.zip"), cloud.folder(), terminal)) {
            story.tell();
            if (stay) {
                story.goOn();
            }
        }
        terminal.end("Everything was as it should be, in " + Figures.since(begin)
                + ". To do it yourself: " + FerryHome.command() + " up, and in another terminal");
        terminal.command(AwsCli.SETTINGS);
    }

    private static String reason(Exception e) {
        if (e instanceof MismatchException) {
            return e.getMessage();
        }
        String expected = e instanceof SdkException ? "an answer from Ferry" : "this step to go through";
        return new MismatchException(expected, e.toString()).getMessage();
    }

    /** After the end of a demo this finds nothing left to do. */
    private static void interrupted(Terminal terminal, DemoCloud cloud) {
        terminal.silence();
        try {
            cloud.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
