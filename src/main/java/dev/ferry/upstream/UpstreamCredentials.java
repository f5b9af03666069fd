package dev.ferry.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.clients.AwsClients;
import dev.ferry.clients.UpstreamSettings;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.PullThroughCacheRule;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.UpstreamException;
import dev.ferry.registry.UpstreamException.Reason;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.model.DecryptionFailureException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * The credential of a rule: a secret of Secrets Manager that is JSON with {@code username} and {@code accessToken} (ECR user
 * guide, "Storing your upstream repository credentials in a secret"). It has to be the registry's own account's, in its Region: the
 * functions read for all tenants, and none may have another's secret sent to an upstream.
 */
@ApplicationScoped
public class UpstreamCredentials {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final AwsClients clients;
    private final UpstreamSettings settings;

    public UpstreamCredentials(AwsClients clients, UpstreamSettings settings) {
        this.clients = clients;
        this.settings = settings;
    }

    /**
     * Refuses a rule whose secret no pull could read (ECR API, {@code CreatePullThroughCacheRule}, "Errors"). Where there is no
     * Secrets Manager to ask, it may be any.
     *
     * @throws UpstreamException SecretNotFoundException, UnableToAccessSecretException, UnableToDecryptSecretValueException
     */
    public void requireReadable(Registry registry, PullThroughCacheRule rule) {
        if (settings.secretsManager()) {
            basic(registry, rule);
        }
    }

    /** As the header {@code Authorization} has it; empty for a rule without a secret. */
    Optional<String> basic(Registry registry, PullThroughCacheRule rule) {
        return rule.credentialArn().map(arn -> {
            if (!isOf(registry, arn)) {
                throw refused(ErrorCode.UNABLE_TO_ACCESS_SECRET, "The secret " + arn + " is none of the registry " + registry);
            }
            return basic(secret(registry.region(), arn), arn);
        });
    }

    private static boolean isOf(Registry registry, String arn) {
        String[] parts = arn.split(":", 7);
        return parts.length == 7
                && parts[3].equals(registry.region().value())
                && parts[4].equals(registry.account().value())
                && parts[6].startsWith("ecr-pullthroughcache/");
    }

    private String secret(RegionName region, String arn) {
        try {
            return Optional.ofNullable(clients.secretsManager(region).getSecretValue(get -> get.secretId(arn)).secretString())
                    .orElse("");
        } catch (ResourceNotFoundException missing) {
            throw refused(ErrorCode.SECRET_NOT_FOUND, "The secret " + arn + " does not exist");
        } catch (DecryptionFailureException locked) {
            throw refused(ErrorCode.UNABLE_TO_DECRYPT_SECRET_VALUE, "The secret " + arn + " cannot be decrypted");
        } catch (SdkException failed) {
            throw refused(ErrorCode.UNABLE_TO_ACCESS_SECRET, "The secret " + arn + " cannot be read");
        }
    }

    private static String basic(String secret, String arn) {
        try {
            JsonNode json = JSON.readTree(secret);
            String user = json.path("username").asText();
            String token = json.path("accessToken").asText();
            if (user.isEmpty() || token.isEmpty()) {
                throw malformed(arn);
            }
            return "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + token).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException noJson) {
            throw malformed(arn);
        }
    }

    private static UpstreamException malformed(String arn) {
        return refused(ErrorCode.UNABLE_TO_ACCESS_SECRET, "The secret " + arn + " has no username and accessToken");
    }

    private static UpstreamException refused(ErrorCode code, String message) {
        return new UpstreamException(code, Reason.DENIED, message);
    }
}
