package dev.ferry.testing;

import dev.ferry.api.AwsApi;
import dev.ferry.identity.AccessKey;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.Caller;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.account.AccountClient;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.iam.IamClient;

/** The API's front door on a port of its own, and the AWS SDK's clients that sign their requests to it. */
public final class ApiServer implements AutoCloseable {
    private static final AtomicLong LAST_ACCOUNT = new AtomicLong(100_000_000_000L);

    private final Beans beans;
    private final LoopbackServer server;

    public ApiServer() {
        this(FerryBeans.create());
    }

    /** The same over beans of a test's own. */
    public ApiServer(Beans beans) {
        this.beans = beans;
        this.server = new LoopbackServer(beans.get(AwsApi.class)::answer);
    }

    /** An account that no other test has. */
    public static String newAccount() {
        return Long.toString(LAST_ACCOUNT.incrementAndGet());
    }

    public Beans beans() {
        return beans;
    }

    /** ECR as the root user of an account sees it. */
    public EcrClient ecr(String account, String region) {
        return ecrAs("arn:aws:iam::" + account + ":root", region);
    }

    /** ECR as a principal sees it, by whose ARN it is known. */
    public EcrClient ecrAs(String principalArn, String region) {
        return configured(EcrClient.builder(), principalArn, region).region(Region.of(region)).build();
    }

    public IamClient iam(String account) {
        return configured(IamClient.builder(), "arn:aws:iam::" + account + ":root", "us-east-1")
                .region(Region.US_EAST_1)
                .build();
    }

    public AccountClient accountManagement(String account) {
        return configured(AccountClient.builder(), "arn:aws:iam::" + account + ":root", "us-east-1")
                .region(Region.US_EAST_1)
                .build();
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(
            B builder, String principalArn, String region) {
        String id = caller(principalArn, region).accessKeyId();
        return builder.endpointOverride(endpoint())
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(id, "secret of " + id)))
                .httpClient(ApacheHttpClient.create())
                .overrideConfiguration(override -> override.retryStrategy(retry -> retry.maxAttempts(1)));
    }

    /** A principal, with an access key in the Region. */
    public Caller caller(String principalArn, String region) {
        return withKey(principalArn, region, Optional.empty());
    }

    /** A principal whose access key in the Region is narrowed to a policy. Functions that know the key remember the old one. */
    public Caller narrow(String principalArn, String region, String policy) {
        return withKey(principalArn, region, Optional.of(PolicyDocument.parse(PolicyDocument.Kind.IDENTITY, policy)));
    }

    private Caller withKey(String principalArn, String region, Optional<PolicyDocument> policy) {
        String account = principalArn.split(":")[4];
        String id = "K" + Integer.toHexString(principalArn.hashCode()) + "A" + account;
        Caller caller = new Caller(id, new AccountId(account), principalArn, policy);
        beans.get(AccessKeyTable.class).put(new RegionName(region), AccessKey.longTerm(caller, "secret of " + id));
        return caller;
    }

    public URI endpoint() {
        return server.endpoint();
    }

    @Override
    public void close() {
        server.close();
    }
}
