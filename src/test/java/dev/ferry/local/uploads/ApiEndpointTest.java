package dev.ferry.local.uploads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiEndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://a1.execute-api.us-west-2.amazonaws.com, https://a1.execute-api.us-west-2.amazonaws.com",
        "HTTPS://111122223333.dkr.ecr.us-west-2.Example.com/, https://111122223333.dkr.ecr.us-west-2.example.com",
        "http://localhost:8080, http://localhost:8080",
    })
    void the_url_of_a_host_is_one(String url, String endpoint) {
        assertThat(ApiEndpoint.parse(url)).hasToString(endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "a1.execute-api.us-west-2.amazonaws.com", "localhost:8080", "ftp://host", "https://", "https:///", "https:host",
        "https://host/prod", "https://host?a", "https://host#a", "https://user@host", "https://ho st", "https://….amazonaws.com"
    })
    void whatever_else_is_refused_with_what_to_give_instead(String url) {
        assertThatThrownBy(() -> ApiEndpoint.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + url + "' is not the http or https URL of a stack")
                .hasMessageContaining("https://a1b2c3d4e5.execute-api.us-west-2.amazonaws.com");
    }
}
