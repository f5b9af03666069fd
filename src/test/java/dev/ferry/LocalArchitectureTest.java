package dev.ferry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person types depends on the one-machine cloud, never the other way, and no name stands for two things. */
class LocalArchitectureTest {
    private static final Path MAIN = Path.of("target/classes");
    private static final Path LOCAL = Path.of("target/local/classes");

    @Test
    void the_cloud_knows_nothing_of_the_commands() {
        noClasses().that().resideInAPackage("dev.ferry.local..")
                .should().dependOnClassesThat().resideInAPackage("dev.ferry.cli..")
                .check(classes(LOCAL));
    }

    @Test
    void packages_of_the_cloud_have_no_cycles() {
        slices().matching("dev.ferry.(**)").should().beFreeOfCycles()
                .check(classes(LOCAL.resolve("dev/ferry/local")));
    }

    @Test
    void no_simple_name_stands_for_two_classes() {
        Map<String, List<String>> byName = classes(MAIN, LOCAL).stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));

        assertThat(byName).hasSizeGreaterThan(400);
        assertThat(byName.values()).allSatisfy(named -> assertThat(named).hasSize(1));
    }

    private static JavaClasses classes(Path... roots) {
        return new ClassFileImporter().importPaths(roots);
    }
}
