package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.AccessKeyTable;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.testing.RegistryClient;
import org.junit.jupiter.api.Test;

/** A token is as narrow as the key that it was asked for with, and void with it. */
class NarrowedTokenTest extends RegistryTest {
    private static final String LIST_TEAM = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Action":"ecr:ListImages","Resource":"arn:aws:ecr:*:*:repository/team/*"}]}""";

    private final String principal = "arn:aws:iam::" + account + ":user/narrow";

    @Test
    void a_token_of_a_narrowed_key_is_narrow() {
        create("other");
        RegistryClient narrow = server.client(principal, Registry.of(account, REGION));
        server.api().narrow(principal, REGION, LIST_TEAM);

        assertStatus(narrow.send("GET", "/v2/" + APP + "/tags/list"), 200);
        assertError(narrow.send("GET", "/v2/other/tags/list"), 403, "DENIED");
        assertError(narrow.send("POST", "/v2/" + APP + "/blobs/uploads/"), 403, "DENIED");
        assertThat(json(narrow.send("POST", "/v2/" + APP + "/blobs/uploads/")).at("/errors/0/message").asText())
                .endsWith("because no identity-based policy allows the ecr:InitiateLayerUpload action");
    }

    @Test
    void a_token_of_a_revoked_key_lets_nobody_in() {
        RegistryClient revoked = server.client(principal, Registry.of(account, REGION));
        server.api().beans().get(AccessKeyTable.class)
                .delete(new RegionName(REGION), server.api().caller(principal, REGION).accessKeyId());

        assertError(revoked.send("GET", "/v2/" + APP + "/tags/list"), 401, "UNAUTHORIZED");
    }
}
