package dev.ferry.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.TemplateSettings;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an upstream registry may send a function. */
class UpstreamAddressesTest {
    private static final URI UPSTREAM = URI.create("https://registry.k8s.io");

    private final UpstreamAddresses addresses = new UpstreamAddresses(new TemplateSettings());

    @ParameterizedTest
    @ValueSource(strings = {"https://192.0.2.7/layer", "https://100.63.255.255/", "https://100.128.0.1/", "https://[2001:db8::7]/"})
    void upstream_may_refer_to_public_addresses(String to) {
        assertThat(addresses.mayRefer(UPSTREAM, URI.create(to))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://192.0.2.7/", "https://user@192.0.2.7/", "https://127.0.0.1/", "https://0.0.0.0/",
            "https://169.254.169.254/latest/meta-data", "https://10.0.0.1/", "https://172.16.0.1/", "https://192.168.0.1/",
            "https://100.64.0.1/", "https://100.127.255.255/", "https://224.0.0.1/", "https://[::1]/", "https://[fe80::1]/",
            "https://[fd00:ec2::254]/", "https://[::ffff:10.0.0.1]/", "https://name.invalid/"})
    void upstream_may_refer_to_nothing_within_a_network(String to) {
        assertThat(addresses.mayRefer(UPSTREAM, URI.create(to))).isFalse();
    }
}
