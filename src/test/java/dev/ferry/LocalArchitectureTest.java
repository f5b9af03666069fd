package dev.ferry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person types depends on the one-machine cloud, never the other way, and no name stands for two things. */
class LocalArchitectureTest {
    /** Without the libraries', of which no rule here asks and which take most of the time. */
    private static final JavaClasses CLASSES = ArchConfiguration.withThreadLocalScope(configuration -> {
        configuration.setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter().importPaths(Path.of("target/classes"), Path.of("target/local/classes"));
    });

    @Test
    void the_cloud_knows_nothing_of_the_commands() {
        noClasses().that().resideInAPackage("dev.ferry.local..")
                .should().dependOnClassesThat().resideInAPackage("dev.ferry.cli..")
                .check(CLASSES);
    }

    @Test
    void packages_of_the_cloud_have_no_cycles() {
        slices().matching("dev.ferry.(**)").should().beFreeOfCycles()
                .check(CLASSES.that(resideInAPackage("dev.ferry.local..")));
    }

    @Test
    void no_simple_name_stands_for_two_classes() {
        Map<String, List<String>> byName = CLASSES.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(groupingBy(JavaClass::getSimpleName, mapping(JavaClass::getName, toList())));

        assertThat(byName).hasSizeGreaterThan(400);
        assertThat(byName.values()).allSatisfy(named -> assertThat(named).hasSize(1));
    }
}
