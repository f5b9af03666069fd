package dev.ferry.policy;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.InvalidValueException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of one who can make requests (IAM User Guide, "IAM identifiers").
 *
 * @param partition {@code aws}, {@code aws-cn}, …
 * @param name      what follows the type: a user's or a role's path and name, a role's name and its session's; empty
 *     for {@link Type#ROOT}
 */
public record IamArn(String partition, AccountId account, Type type, String name) {
    private static final Pattern ARN =
            Pattern.compile("arn:(?<partition>[^:]*+):(?<service>iam|sts)::(?<account>[0-9]{12})"
                    + ":(?<type>root|[a-z-]++/)(?<name>.*+)");
    private static final Pattern PARTITION = Pattern.compile("aws[a-z-]*+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9+=,.@_/-]++");
    private static final Map<String, Type> TYPES = Map.of(
            "iam:root", Type.ROOT,
            "iam:user/", Type.USER,
            "iam:role/", Type.ROLE,
            "sts:assumed-role/", Type.ASSUMED_ROLE,
            "sts:federated-user/", Type.FEDERATED_USER);

    public IamArn {
        if (!PARTITION.matcher(partition).matches() || !isNameOf(type, name)) {
            throw invalid();
        }
    }

    /** What kind of principal it names. */
    public enum Type {
        /** The root user. In a policy's principal it stands for the account. */
        ROOT,
        USER,
        ROLE,
        /** A session of a role. */
        ASSUMED_ROLE,
        FEDERATED_USER
    }

    /** @throws InvalidValueException if it isn't the ARN of a root user, a user, a role or one of their sessions */
    public static IamArn parse(String text) {
        Matcher arn = ARN.matcher(text);
        Type type = arn.matches() ? TYPES.get(arn.group("service") + ":" + arn.group("type")) : null;
        if (type == null) {
            throw invalid();
        }
        return new IamArn(arn.group("partition"), new AccountId(arn.group("account")), type, arn.group("name"));
    }

    /** Whether this is the other one, or the role of which the other one is a session. */
    public boolean covers(IamArn other) {
        return equals(other)
                || type == Type.ROLE
                        && other.type == Type.ASSUMED_ROLE
                        && partition.equals(other.partition)
                        && account.equals(other.account)
                        // A session's ARN has the role's name but not its path.
                        && name.substring(name.lastIndexOf('/') + 1)
                                .equals(other.name.substring(0, other.name.indexOf('/')));
    }

    private static boolean isNameOf(Type type, String name) {
        if (type == Type.ROOT) {
            return name.isEmpty();
        }
        if (!NAME.matcher(name).matches() || name.startsWith("/") || name.endsWith("/")) {
            return false;
        }
        // Of a session, the role's name and the session's.
        return type != Type.ASSUMED_ROLE || name.indexOf('/') > 0 && name.indexOf('/') == name.lastIndexOf('/');
    }

    private static InvalidValueException invalid() {
        return new InvalidValueException(
                "must be the ARN of an account's root, or of a user, role, assumed role or federated user");
    }
}
