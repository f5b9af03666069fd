package dev.ferry.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.identity.AccessKey;
import dev.ferry.identity.Caller;
import dev.ferry.identity.SdkRegions;
import dev.ferry.policy.InvalidPolicyException;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ferry keys create}: a new access key, whose secret is shown this once. */
@Command(
        name = "create",
        description = "Makes an access key. Its secret is shown now, and never again.",
        mixinStandardHelpOptions = true)
final class CreateKey implements Callable<Integer> {
    /** IAM quotas, "IAM and STS character limits": the policy of a managed policy, and the name of a user. */
    private static final int POLICY_CHARACTERS = 6_144;

    private static final Pattern USER = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final int DESCRIPTION_CHARACTERS = 256;

    @Mixin
    private StackOptions stack;

    @Spec
    private CommandSpec spec;

    @Option(names = "--account", paramLabel = "ID", required = true, description = "Whose key it is: twelve digits.")
    private String account;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "How policies of repositories and registries know it: as this user (default: as the account's root).")
    private Optional<String> user = Optional.empty();

    @Option(names = "--description", paramLabel = "TEXT", defaultValue = "", description = "What to know it by.")
    private String description;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "An IAM identity policy that narrows it to operations and repositories (default: all of its account).")
    private Optional<Path> policyFile = Optional.empty();

    @Option(names = "--json", description = "For a program.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Optional<PolicyDocument> policy = policy();
        if (description.length() > DESCRIPTION_CHARACTERS) {
            throw new ParameterException(
                    spec.commandLine(), "A description has at most " + DESCRIPTION_CHARACTERS + " characters");
        }
        Stack opened = stack.openInNamedRegions();
        if (opened.sealingKeys().isEmpty()) {
            throw new IOException(
                    "the secret must be sealed: set FERRY_SEALING_KEY to what the stack's parameter SealingKey is");
        }
        KeyFormat format = new KeyFormat();
        String id = format.newId();
        String secret = format.newSecret();
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        for (RegionName region : opened.regions()) {
            Caller caller = new Caller(id, new AccountId(account), principal(region), policy);
            opened.keys().put(region, AccessKey.longTerm(caller, secret), description, now);
        }
        print(id, secret, opened.regions());
        return 0;
    }

    private String principal(RegionName region) {
        String partition = new SdkRegions().partitionOf(region).orElseThrow().id();
        String who = user.map(name -> {
            if (!USER.matcher(name).matches()) {
                throw new ParameterException(spec.commandLine(), "A user's name must satisfy " + USER);
            }
            return "user/" + name;
        }).orElse("root");
        return "arn:" + partition + ":iam::" + account + ":" + who;
    }

    private Optional<PolicyDocument> policy() throws IOException {
        if (policyFile.isEmpty()) {
            return Optional.empty();
        }
        String text = Files.readString(policyFile.get());
        if (text.length() > POLICY_CHARACTERS) {
            throw new IOException("a policy has at most " + POLICY_CHARACTERS + " characters, not " + text.length());
        }
        try {
            return Optional.of(PolicyDocument.parse(PolicyDocument.Kind.IDENTITY, text));
        } catch (InvalidPolicyException invalid) {
            throw new IOException(policyFile.get() + ": " + invalid.getMessage(), invalid);
        }
    }

    private void print(String id, String secret, List<RegionName> regions) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode key = JsonNodeFactory.instance.objectNode()
                    .put("accessKeyId", id)
                    .put("secretAccessKey", secret)
                    .put("account", account);
            regions.forEach(region -> key.withArray("regions").add(region.value()));
            out.println(key.toPrettyString());
        } else {
            out.println("AWS_ACCESS_KEY_ID=" + id);
            out.println("AWS_SECRET_ACCESS_KEY=" + secret);
        }
        out.flush();
    }
}
