package dev.ferry.policy;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.InvalidValueException;
import java.util.regex.Pattern;

/**
 * One principal of a Principal or NotPrincipal element. There are no wildcards but the one that means everyone (IAM
 * User Guide, "Principal").
 */
sealed interface PrincipalPattern {
    boolean matches(Principal principal);

    /** {@code {"AWS": …}}: everyone, an account, or one of an account's principals. */
    static PrincipalPattern parseAws(Element element) {
        String text = element.string();
        if (text.equals("*")) {
            return new Everyone();
        }
        try {
            if (!text.startsWith("arn:")) {
                return new Account(new AccountId(text));
            }
            IamArn arn = IamArn.parse(text);
            return arn.type() == IamArn.Type.ROOT ? new Account(arn.account()) : new Named(arn);
        } catch (InvalidValueException neither) {
            throw element.mustBe("\"*\", an account id or the ARN of an account's root, or of a user, role, "
                    + "assumed role or federated user, without wildcards");
        }
    }

    /** {@code {"Service": …}}: an AWS service; there is no wildcard for all of them. */
    static PrincipalPattern parseService(Element element) {
        try {
            return new Service(new Principal.Service(element.string()));
        } catch (InvalidValueException notAService) {
            throw element.mustBe("a service principal, such as \"ecr.amazonaws.com\", without wildcards");
        }
    }

    /** {@code {"Federated": …}}: an identity provider, by its ARN or its domain. */
    static PrincipalPattern parseFederated(Element element) {
        if (!Federated.isProvider(element.string())) {
            throw element.mustBe("the ARN of a SAML or OIDC provider, or a provider's domain name");
        }
        return new Federated(element.string());
    }

    /** {@code {"CanonicalUser": …}}: an account by the id that S3 has for it. */
    static PrincipalPattern parseCanonicalUser(Element element) {
        if (!CanonicalUser.ID.matcher(element.string()).matches()) {
            throw element.mustBe("a canonical user id of 64 hexadecimal digits");
        }
        return new CanonicalUser(element.string());
    }

    /** Every principal, AWS services too. */
    record Everyone() implements PrincipalPattern {
        @Override
        public boolean matches(Principal principal) {
            return true;
        }
    }

    /** An account, and with it each of its principals. */
    record Account(AccountId id) implements PrincipalPattern {
        @Override
        public boolean matches(Principal principal) {
            return principal instanceof Principal.Iam iam && iam.account().equals(id);
        }
    }

    /** A user, a role with its sessions, one session of a role, or a federated user. */
    record Named(IamArn arn) implements PrincipalPattern {
        @Override
        public boolean matches(Principal principal) {
            return principal instanceof Principal.Iam iam && arn.covers(iam.arn());
        }
    }

    record Service(Principal.Service service) implements PrincipalPattern {
        @Override
        public boolean matches(Principal principal) {
            return service.equals(principal);
        }
    }

    /** Those who come straight from an identity provider, as only requests to assume a role do: none to a registry. */
    record Federated(String provider) implements PrincipalPattern {
        private static final Pattern ARN =
                Pattern.compile("arn:aws[a-z-]*+:iam::[0-9]{12}:(?:saml|oidc)-provider/[!-~&&[^*?]]++");

        static boolean isProvider(String text) {
            return ARN.matcher(text).matches() || Principal.Service.isDomainName(text);
        }

        @Override
        public boolean matches(Principal principal) {
            return false;
        }
    }

    /** An account as S3 alone knows it: no request to a registry is made under such an id. */
    record CanonicalUser(String id) implements PrincipalPattern {
        static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

        @Override
        public boolean matches(Principal principal) {
            return false;
        }
    }
}
