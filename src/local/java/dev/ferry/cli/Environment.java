package dev.ferry.cli;

import dev.ferry.local.stack.RunningCloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ferry env}: what the AWS CLI and the SDKs have to be told, to be evaluated by a shell. */
@Command(
        name = "env",
        description = "Prints the exports with which the AWS CLI and the SDKs find the local cloud: eval \"$(ferry env)\".",
        mixinStandardHelpOptions = true)
public final class Environment implements Callable<Integer> {
    private static final String ACCOUNT = "[0-9]{12}";

    @Spec
    private CommandSpec command;

    @Option(
            names = "--account",
            paramLabel = "ID",
            defaultValue = "111122223333",
            description = "Whose registry, twelve digits (default: ${DEFAULT-VALUE}).")
    private String account;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "us-west-2",
            description = "In which Region (default: ${DEFAULT-VALUE}).")
    private String region;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder of the local cloud (default: as ferry up has it).")
    private Path data;

    /** @throws IOException if no local cloud runs */
    @Override
    public Integer call() throws IOException {
        if (!account.matches(ACCOUNT) || !region.matches("[a-z0-9-]+")) {
            throw new ParameterException(command.commandLine(), "an account has twelve digits, a Region letters, digits and dashes");
        }
        URI gateway = RunningCloud.gatewayOf(data == null ? FerryHome.data() : data);
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_ENDPOINT_URL", gateway.toString());
        variables.put("AWS_ACCESS_KEY_ID", account);
        variables.put("AWS_SECRET_ACCESS_KEY", "any");
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("FERRY_ENDPOINT", gateway.toString());
        variables.put("FERRY_REGISTRY", account + ".dkr.ecr." + region + "." + gateway.getAuthority());
        PrintWriter out = command.commandLine().getOut();
        variables.forEach((name, value) -> out.println("export " + name + "=" + value));
        return 0;
    }
}
