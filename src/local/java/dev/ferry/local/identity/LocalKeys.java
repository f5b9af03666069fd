package dev.ferry.local.identity;

import dev.ferry.identity.AccessKey;
import dev.ferry.identity.AccessKeyTable;
import dev.ferry.identity.Caller;
import dev.ferry.identity.KnownRegion;
import dev.ferry.identity.SignedRequest;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * What lets a client of the one-machine cloud use an account as its access key id, with any secret:
 * {@code AWS_ACCESS_KEY_ID=111122223333}. The functions know nothing of it, and verify signatures as they do on AWS: so
 * the account's key is put into the table of the Region that the request is for, and the request is signed again with it.
 */
public final class LocalKeys {
    private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");

    private record Row(RegionName region, String account) {}

    private final LocalSecret secret;
    private final AccessKeyTable table;
    private final Regions regions;
    private final RequestSigner signer;
    private final Set<Row> present = ConcurrentHashMap.newKeySet();

    /** @param table of the one-machine cloud, with the tables made in every Region */
    public LocalKeys(LocalSecret secret, AccessKeyTable table, Regions regions, Clock clock) {
        this.secret = secret;
        this.table = table;
        this.regions = regions;
        this.signer = new RequestSigner(clock);
    }

    /**
     * The request as the functions accept it: signed in its headers, now, by the account that its access key id names,
     * for the same Region and service. A request that names no account, or no Region there is, comes back as it is, and
     * it is for the function to refuse it.
     */
    public SignedRequest signedAgain(SignedRequest request) {
        return ClaimedCredential.of(request)
                .filter(claimed -> ACCOUNT.matcher(claimed.accessKeyId()).matches())
                .flatMap(claimed -> KnownRegion.named(claimed.region(), regions)
                        .map(region -> signer.sign(
                                request, key(region, claimed.accessKeyId()), region, claimed.service())))
                .orElse(request);
    }

    /** The tables were emptied: each key is put there anew when its account asks again. */
    public void forgetTables() {
        present.clear();
    }

    private AccessKey key(RegionName region, String account) {
        String partition = regions.partitionOf(region).orElseThrow().id();
        Caller caller = new Caller(account, new AccountId(account), "arn:" + partition + ":iam::" + account + ":root");
        AccessKey key = AccessKey.longTerm(caller, secret.of(account));
        if (!present.contains(new Row(region, account))) {
            table.put(region, key);
            present.add(new Row(region, account));
        }
        return key;
    }
}
