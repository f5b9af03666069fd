package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountSettingsTest extends ApiTest {
    private String value(String name) {
        return ecr.getAccountSetting(get -> get.name(name)).value();
    }

    @ParameterizedTest
    @CsvSource({"BLOB_MOUNTING, ENABLED", "BASIC_SCAN_TYPE_VERSION, AWS_NATIVE", "REGISTRY_POLICY_SCOPE, V2"})
    void what_was_never_set_has_a_value(String name, String value) {
        assertThat(value(name)).isEqualTo(value);
    }

    @Test
    void what_was_put_is_told_in_its_registry_alone() {
        assertThat(ecr.putAccountSetting(put -> put.name("BLOB_MOUNTING").value("DISABLED")))
                .satisfies(answer -> {
                    assertThat(answer.name()).isEqualTo("BLOB_MOUNTING");
                    assertThat(answer.value()).isEqualTo("DISABLED");
                });

        assertThat(value("BLOB_MOUNTING")).isEqualTo("DISABLED");
        assertThat(api.ecr(account, "eu-west-1").getAccountSetting(get -> get.name("BLOB_MOUNTING")).value())
                .isEqualTo("ENABLED");
    }

    @Test
    void a_value_or_a_name_that_there_is_not_is_refused_and_nothing_is_kept() {
        assertRefused(() -> ecr.putAccountSetting(put -> put.name("BLOB_MOUNTING").value("MAYBE")),
                "InvalidParameterException", invalid("value", "must satisfy enum value set: [ENABLED, DISABLED]"));
        assertRefused(() -> ecr.getAccountSetting(get -> get.name("COLOUR")), "InvalidParameterException",
                invalid("name", "must satisfy enum value set: [BASIC_SCAN_TYPE_VERSION, REGISTRY_POLICY_SCOPE, BLOB_MOUNTING]"));
        assertThat(value("BLOB_MOUNTING")).isEqualTo("ENABLED");
    }
}
