package dev.ferry.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.RawRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a web page sends, or has a browser resolve to this machine, reaches nothing, whatever the path. */
class OwnAddressesTest {
    private final AtomicInteger reached = new AtomicInteger();
    private Gateway gateway;

    @BeforeEach
    void open() throws IOException {
        gateway = new Gateway(0, Set.of("Ferry.lan"));
        gateway.open(new HttpExchanges((request, body) -> {
            reached.incrementAndGet();
            return GatewayResponse.message(200, "OK");
        }));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private String answer(String method, String path, String... headers) throws IOException {
        Map<String, String> all = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return new RawRequest(method, path, all, new byte[0]).exchange(gateway.endpoint());
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:8080", "127.1.2.3", "[::1]:8080", "host.docker.internal:8080",
        "111122223333.dkr.ecr.us-west-2.localhost:8080", "ferry.lan", "FERRY.LAN:443"})
    void this_machines_own_names_are_answered(String host) throws IOException {
        assertThat(answer("GET", "/v2/", "Host", host)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "attacker.example", "attacker.example:8080", "localhost.attacker.example", "127.0.0.1.attacker.example",
        "notlocalhost", "111122223333.dkr.ecr.us-west-2.attacker.example", "localhost:8080@attacker.example", "localhost:x",
        "[::2]", "ferry.lan.attacker.example", "localhost,attacker.example"})
    void a_name_that_anybody_can_have_resolved_to_here_is_refused(String host) throws IOException {
        assertThat(answer("POST", "/", "Host", host)).startsWith("HTTP/1.1 403 ").contains("AccessDeniedException");
        assertThat(answer("GET", "/v2/", "Host", host)).startsWith("HTTP/1.1 403 ").contains("\"code\":\"DENIED\"");
        assertThat(reached).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({
        "/, Origin, https://attacker.example", "/enableRegion, Origin, http://localhost:3000", "/v2/, Origin, null",
        "/v2/team/app/blobs/uploads/, Origin, http://localhost.attacker.example", "/layers/a?X-Amz-Signature=00, Origin, file://",
        "/, Sec-Fetch-Site, cross-site", "/v2/, Sec-Fetch-Site, same-site",
    })
    void a_page_of_another_origin_is_refused(String path, String header, String value) throws IOException {
        for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "OPTIONS"}) {
            assertThat(answer(method, path, "Host", "localhost", header, value)).startsWith("HTTP/1.1 403 ");
        }
        assertThat(reached).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"Origin, http://localhost:8080", "Origin, https://LOCALHOST:8080", "Sec-Fetch-Site, none",
        "Sec-Fetch-Site, same-origin"})
    void a_page_of_the_same_origin_is_answered(String header, String value) throws IOException {
        assertThat(answer("POST", "/", "Host", "localhost:8080", header, value)).startsWith("HTTP/1.1 200 ");
    }
}
