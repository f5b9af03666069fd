package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Registry;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryHostTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "111122223333.dkr.ecr.us-west-2.amazonaws.com",
        "111122223333.DKR.ECR.us-west-2.localhost:8080",
        "111122223333.dkr-ecr.us-west-2.on.aws",
    })
    void a_registrys_own_host_names_it_whatever_the_domain(String host) {
        assertThat(RegistryHost.registry(host)).contains(Registry.of("111122223333", "us-west-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "localhost:8080",
        "1111222233334.dkr.ecr.us-west-2.amazonaws.com",
        "dkr.ecr.us-west-2.amazonaws.com",
        "111122223333.dkr.ecr.us-west-2",
        "x.111122223333.dkr.ecr.us-west-2.amazonaws.com",
        "",
    })
    void any_other_host_names_none(String host) {
        assertThat(RegistryHost.registry(host)).isEmpty();
    }
}
