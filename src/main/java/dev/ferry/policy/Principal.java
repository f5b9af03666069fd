package dev.ferry.policy;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.InvalidValueException;
import java.util.regex.Pattern;

/** Who makes a request (IAM User Guide, "Principal"). */
public sealed interface Principal {

    /** The root user, a user, a role or a session of an account, by its ARN. */
    static Principal ofArn(String arn) {
        return new Iam(IamArn.parse(arn));
    }

    /** An AWS service, by its service principal: {@code replication.ecr.amazonaws.com}. */
    static Principal ofService(String name) {
        return new Service(name);
    }

    /** A principal that belongs to an account. */
    record Iam(IamArn arn) implements Principal {
        public AccountId account() {
            return arn.account();
        }
    }

    /** An AWS service, which belongs to no account. */
    record Service(String name) implements Principal {
        private static final int DOMAIN_NAME_CHARACTERS = 253;
        private static final Pattern DOMAIN_NAME = Pattern.compile("[a-z0-9-]++(?:\\.[a-z0-9-]++)++");

        public Service {
            if (!isDomainName(name)) {
                throw new InvalidValueException("must be a service principal, such as ecr.amazonaws.com");
            }
        }

        static boolean isDomainName(String text) {
            return text.length() <= DOMAIN_NAME_CHARACTERS && DOMAIN_NAME.matcher(text).matches();
        }
    }
}
