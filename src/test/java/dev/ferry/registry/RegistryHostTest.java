package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        "*.dkr.ecr.us-west-2.amazonaws.com",
        "",
    })
    void any_other_host_names_none(String host) {
        assertThat(RegistryHost.registry(host)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "*.dkr.ecr.us-west-2.example.com, 111122223333.dkr.ecr.us-west-2.example.com",
        "444455556666.dkr.ecr.eu-west-1.localhost:8080, 111122223333.dkr.ecr.us-west-2.localhost:8080",
        "444455556666.dkr-ecr.us-west-2.on.aws, 111122223333.dkr-ecr.us-west-2.on.aws",
        "localhost:8080, localhost:8080",
        "registry.example.com, registry.example.com",
        "*.example.com, *.example.com",
    })
    void a_registry_is_at_the_host_of_its_own_where_there_is_one_for_each(String host, String own) {
        assertThat(RegistryHost.of(Registry.of("111122223333", "us-west-2"), host)).isEqualTo(own);
    }
}
