package dev.ferry.distribution.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentRangeTest {
    @ParameterizedTest
    @ValueSource(strings = {"10-19", "bytes 10-19/*", "bytes 10-19/4096", "bytes=10-19", " 10-19 "})
    void a_range_is_read_as_oci_and_as_http_write_it(String header) {
        assertThat(ContentRange.parse(header)).contains(new ContentRange(10, 19));
        assertThat(new ContentRange(10, 19).length()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "10", "10-", "-19", "19-10", "1e1-19", "10-19-20", "99999999999999999999-99999999999999999999"})
    void anything_else_is_no_range(String header) {
        assertThat(ContentRange.parse(header)).isEmpty();
    }
}
