package dev.ferry.policy;

import static dev.ferry.policy.Policies.allow;
import static dev.ferry.policy.Policies.decide;
import static dev.ferry.policy.Policies.replicateAs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.policy.PolicyDocument.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Principal and NotPrincipal, in every form (IAM User Guide, "Principal", "NotPrincipal"). */
class PrincipalElementTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"*\"                                                       | arn:aws:iam::111122223333:root                     | true",
        "\"*\"                                                       | ecr.amazonaws.com                                  | true",
        "{\"AWS\": \"*\"}                                            | arn:aws:iam::111122223333:user/division/Ana        | true",
        "{\"AWS\": \"111122223333\"}                                 | arn:aws:iam::111122223333:root                     | true",
        "{\"AWS\": \"111122223333\"}                                 | arn:aws:iam::111122223333:user/division/Ana        | true",
        "{\"AWS\": \"111122223333\"}                                 | arn:aws:sts::111122223333:assumed-role/build/s1    | true",
        "{\"AWS\": \"111122223333\"}                                 | arn:aws:iam::444455556666:root                     | false",
        "{\"AWS\": \"111122223333\"}                                 | ecr.amazonaws.com                                  | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:root\"}               | arn:aws:iam::111122223333:root                     | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:root\"}               | arn:aws:iam::111122223333:role/a/build             | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:root\"}               | arn:aws:iam::444455556666:role/a/build             | false",
        "{\"AWS\": [\"444455556666\", \"111122223333\"]}             | arn:aws:iam::111122223333:root                     | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/division/Ana\"}  | arn:aws:iam::111122223333:user/division/Ana        | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/division/Ana\"}  | arn:aws:iam::111122223333:user/division/ana        | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/division/Ana\"}  | arn:aws:iam::111122223333:user/Ana                 | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/division/Ana\"}  | arn:aws:iam::111122223333:root                     | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:user/division/Ana\"}  | arn:aws-cn:iam::111122223333:user/division/Ana     | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/a/build\"}       | arn:aws:iam::111122223333:role/a/build             | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/a/build\"}       | arn:aws:sts::111122223333:assumed-role/build/s1    | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/build\"}         | arn:aws:sts::111122223333:assumed-role/build/s1    | true",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/build\"}         | arn:aws:sts::111122223333:assumed-role/builder/s1  | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/build\"}         | arn:aws:sts::444455556666:assumed-role/build/s1    | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/build\"}         | arn:aws-cn:sts::111122223333:assumed-role/build/s1 | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/build\"}         | arn:aws:iam::111122223333:user/build               | false",
        "{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/build/s1\"} | arn:aws:sts::111122223333:assumed-role/build/s1 | true",
        "{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/build/s1\"} | arn:aws:sts::111122223333:assumed-role/build/s2 | false",
        "{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/build/s1\"} | arn:aws:iam::111122223333:role/build            | false",
        "{\"AWS\": \"arn:aws:sts::111122223333:federated-user/Ana\"} | arn:aws:sts::111122223333:federated-user/Ana       | true",
        "{\"AWS\": \"arn:aws:sts::111122223333:federated-user/Ana\"} | arn:aws:sts::111122223333:federated-user/Bob       | false",
        "{\"Service\": \"ecr.amazonaws.com\"}                        | ecr.amazonaws.com                                  | true",
        "{\"Service\": \"ecr.amazonaws.com\"}                        | replication.ecr.amazonaws.com                      | false",
        "{\"Service\": [\"s3.amazonaws.com\", \"ecr.amazonaws.com\"]} | ecr.amazonaws.com                                 | true",
        "{\"Service\": \"ecr.amazonaws.com\", \"AWS\": \"111122223333\"} | arn:aws:iam::111122223333:root                 | true",
        "{\"Federated\": \"cognito-identity.amazonaws.com\"}         | arn:aws:iam::111122223333:root                     | false",
        "{\"Federated\": \"arn:aws:iam::111122223333:saml-provider/x\"} | arn:aws:iam::111122223333:root                  | false",
        "{\"CanonicalUser\": \"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be\"} | ecr.amazonaws.com    | false"
    })
    void a_principal_is_matched_exactly_by_account_or_as_a_session_of_its_role(
            String element, String principal, boolean matches) {
        assertThat(decide(allow("\"Principal\": " + element), replicateAs(principal(principal))))
                .isEqualTo(matches ? Decision.ALLOW : Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"*\"                                                | arn:aws:iam::111122223333:root               | false",
        "{\"AWS\": \"111122223333\"}                          | arn:aws:iam::111122223333:root               | false",
        "{\"AWS\": \"111122223333\"}                          | arn:aws:iam::111122223333:user/Ana           | false",
        "{\"AWS\": \"111122223333\"}                          | arn:aws:iam::444455556666:user/Ana           | true",
        "{\"AWS\": \"111122223333\"}                          | ecr.amazonaws.com                            | true",
        "{\"Service\": \"ecr.amazonaws.com\"}                 | ecr.amazonaws.com                            | false",
        "{\"AWS\": \"arn:aws:iam::111122223333:role/build\"}  | arn:aws:sts::111122223333:assumed-role/build/s1 | false",
        "{\"Federated\": \"www.amazon.com\"}                  | arn:aws:iam::111122223333:root               | true"
    })
    void not_principal_is_everybody_else(String element, String principal, boolean matches) {
        assertThat(decide(allow("\"NotPrincipal\": " + element), replicateAs(principal(principal))))
                .isEqualTo(matches ? Decision.ALLOW : Decision.IMPLICIT_DENY);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::111122223333:user/Bob, IMPLICIT_DENY",
        "arn:aws:iam::111122223333:root, IMPLICIT_DENY",
        "arn:aws:iam::111122223333:user/Ana, EXPLICIT_DENY",
        "arn:aws:iam::444455556666:user/Bob, EXPLICIT_DENY",
        "arn:aws:iam::777788889999:user/Bob, IMPLICIT_DENY",
        "ecr.amazonaws.com, EXPLICIT_DENY"
    })
    void the_account_beside_a_user_that_not_principal_excepts_does_not_except_its_other_users(
            String principal, Decision decision) {
        String deny = Policies.policy(
                "2012-10-17",
                "Deny",
                "\"NotPrincipal\": {\"AWS\": [\"arn:aws:iam::111122223333:user/Bob\","
                        + " \"arn:aws:iam::111122223333:root\", \"777788889999\"]}");
        assertThat(decide(deny, replicateAs(principal(principal)))).isEqualTo(decision);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"AWS\": \"\"}",
                "{\"AWS\": \"11112222333\"}",
                "{\"AWS\": \"1111-2222-3333\"}",
                "{\"AWS\": \"arn:aws:iam::*:root\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:*\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:user/*\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:user/A?a\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:user/\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:user/${aws:username}\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:user/Ana:x\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:user/Ana\\n\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:root/\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:rooted\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:group/admins\"}",
                "{\"AWS\": \"arn:aws:sts::111122223333:root\"}",
                "{\"AWS\": \"arn:aws:sts::111122223333:role/build\"}",
                "{\"AWS\": \"arn:aws:iam::111122223333:assumed-role/build/s1\"}",
                "{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/build\"}",
                "{\"AWS\": \"arn:aws:sts::111122223333:assumed-role/build/s1/x\"}",
                "{\"AWS\": \"arn:aws:iam:us-west-2:111122223333:root\"}",
                "{\"AWS\": \"arn:gcp:iam::111122223333:root\"}",
                "{\"AWS\": \"arn:aws:s3:::bucket\"}",
                "{\"Service\": \"*\"}",
                "{\"Service\": \"ecr\"}",
                "{\"Service\": \"*.amazonaws.com\"}",
                "{\"Service\": \"ecr..amazonaws.com\"}",
                "{\"Federated\": \"*\"}",
                "{\"Federated\": \"arn:aws:iam::111122223333:role/build\"}",
                "{\"CanonicalUser\": \"79a59df9\"}"
            })
    void parse_refuses_what_is_no_principal(String element) {
        assertThatThrownBy(() -> PolicyDocument.parse(Kind.REGISTRY, allow("\"Principal\": " + element)))
                .isInstanceOf(InvalidPolicyException.class)
                .hasMessageStartingWith("Statement.Principal.")
                .hasMessageContaining(" must be ");
    }

    private static Principal principal(String text) {
        return text.startsWith("arn:") ? Principal.ofArn(text) : Principal.ofService(text);
    }
}
