package dev.ferry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RepositoryNamePropertyTest {
    @Property(edgeCases = EdgeCasesMode.NONE)
    void accepts_what_is_made_by_the_models_rule(@ForAll("names") String name) {
        assertThat(new RepositoryName(name).value()).isEqualTo(name);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void refuses_a_name_that_starts_or_ends_with_a_separator(
            @ForAll("names") String name, @ForAll("separators") String separator) {
        assertThat(Texts.isAccepted(RepositoryName::new, separator + name)).isFalse();
        assertThat(Texts.isAccepted(RepositoryName::new, name + separator)).isFalse();
        assertThat(Texts.isAccepted(RepositoryName::new, name + "/" + separator + name)).isFalse();
    }

    @Provide
    Arbitrary<String> names() {
        Arbitrary<String> word =
                Arbitraries.strings().withCharRange('a', 'z').withCharRange('0', '9').ofMinLength(1).ofMaxLength(5);
        Arbitrary<String> segment = word.flatMap(first -> separators()
                .flatMap(separator -> word.map(next -> separator + next))
                .list()
                .ofMaxSize(3)
                .map(rest -> first + String.join("", rest)));
        return segment.list()
                .ofMinSize(1)
                .ofMaxSize(5)
                .map(segments -> String.join("/", segments))
                .filter(name -> name.length() >= 2);
    }

    @Provide
    Arbitrary<String> separators() {
        return Arbitraries.of(".", "_", "__", "-", "--", "-----");
    }
}
