package dev.ferry.api;

import dev.ferry.identity.HttpRequest;
import dev.ferry.identity.SignatureVerifier;
import dev.ferry.identity.SignedRequest;
import dev.ferry.identity.Verified;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.RegionName;
import dev.ferry.service.access.AccountThrottle;
import dev.ferry.service.account.RegionOptIns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where every request comes in that is no container tool's. Four APIs share the endpoint; each is told by the shape of
 * its protocol, and takes only requests that were signed for its own service, and no more of an account than its share.
 */
@ApplicationScoped
public class AwsApi {
    private final EcrProtocol ecr;
    private final IamProtocol iam;
    private final StsProtocol sts;
    private final AccountProtocol account;
    private final SignatureVerifier signatures;
    private final AccountThrottle throttle;
    private final RegionOptIns optIns;

    public AwsApi(
            EcrProtocol ecr,
            IamProtocol iam,
            StsProtocol sts,
            AccountProtocol account,
            SignatureVerifier signatures,
            AccountThrottle throttle,
            RegionOptIns optIns) {
        this.ecr = ecr;
        this.iam = iam;
        this.sts = sts;
        this.account = account;
        this.signatures = signatures;
        this.throttle = throttle;
        this.optIns = optIns;
    }

    public ApiResponse answer(HttpRequest request) {
        if (sts.speaks(request)) {
            return sts.answer(request, signed -> verified(signed, "sts"));
        }
        if (iam.speaks(request)) {
            return iam.answer(request, signed -> verified(signed, "iam"));
        }
        if (account.speaks(request)) {
            return account.answer(request, signed -> verified(signed, "account"));
        }
        return ecr.answer(request, this::inEnabledRegion);
    }

    /** A registry is in a Region, which its account must have enabled; IAM, STS and Account Management are in none. */
    private Authentication.Signature inEnabledRegion(HttpRequest request) {
        Authentication.Signature signature = verified(request, "ecr");
        RegionName region = signature.region();
        if (!optIns.isEnabled(signature.caller().account(), region)) {
            throw new EcrException(ErrorCode.OPT_IN_REQUIRED, "The Region " + region + " is not enabled for the account "
                    + signature.caller().account() + "; aws account enable-region enables it");
        }
        return signature;
    }

    private Authentication.Signature verified(HttpRequest request, String service) {
        TreeMap<String, List<String>> headers = new TreeMap<>();
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        Verified verified = signatures.verify(
                new SignedRequest(request.method(), request.path(), request.query(), headers, request.body()),
                Set.of(service));
        if (throttle.admit(verified.region(), verified.caller()).isPresent()) {
            throw new EcrException(ErrorCode.THROTTLING, "Rate exceeded");
        }
        return new Authentication.Signature(verified.caller(), verified.region());
    }
}
