package dev.ferry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.ferry.testing.DeployedClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
/** Dependencies run one way: from the functions, over the two APIs and the services, to the domain. */
@ResourceLock(DeployedClasses.LOCK)
class ArchitectureTest {
    private static final String[] DOMAIN = {
        "dev.ferry.registry..", "dev.ferry.replication..", "dev.ferry.policy.."
    };

    @Test
    void dependencies_run_one_way() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("dev.ferry..")
                .withOptionalLayers(true)
                .layer("domain").definedBy(DOMAIN)
                .layer("clients").definedBy("dev.ferry.clients..")
                .layer("store").definedBy("dev.ferry.store..")
                .layer("layers").definedBy("dev.ferry.layers..")
                .layer("messaging").definedBy("dev.ferry.messaging..")
                .layer("identity").definedBy("dev.ferry.identity..")
                .layer("upstream").definedBy("dev.ferry.upstream..")
                .layer("service").definedBy("dev.ferry.service..")
                .layer("api").definedBy("dev.ferry.api..")
                .layer("distribution").definedBy("dev.ferry.distribution..")
                .layer("functions").definedBy("dev.ferry.functions..")
                .whereLayer("domain").mayNotAccessAnyLayer()
                .whereLayer("clients").mayOnlyAccessLayers("domain")
                .whereLayer("store").mayOnlyAccessLayers("domain", "clients")
                .whereLayer("layers").mayOnlyAccessLayers("domain", "clients")
                .whereLayer("messaging").mayOnlyAccessLayers("domain", "clients")
                .whereLayer("identity").mayOnlyAccessLayers("domain", "clients", "store")
                .whereLayer("upstream").mayOnlyAccessLayers("domain", "clients")
                .whereLayer("service").mayOnlyAccessLayers(
                        "domain", "clients", "store", "layers", "messaging", "identity", "upstream")
                .whereLayer("api").mayOnlyAccessLayers("domain", "clients", "layers", "identity", "service")
                .whereLayer("distribution").mayOnlyAccessLayers("domain", "clients", "layers", "identity", "service")
                .whereLayer("functions").mayNotBeAccessedByAnyLayer()
                .check(DeployedClasses.ALL);
    }

    @Test
    void every_class_is_in_a_package_of_the_layout() {
        classes()
                .should()
                .resideInAnyPackage("dev.ferry.registry..", "dev.ferry.replication..", "dev.ferry.policy..",
                        "dev.ferry.clients..", "dev.ferry.store..", "dev.ferry.layers..", "dev.ferry.messaging..",
                        "dev.ferry.identity..", "dev.ferry.upstream..", "dev.ferry.service..", "dev.ferry.api..",
                        "dev.ferry.distribution..", "dev.ferry.functions..")
                .check(DeployedClasses.ALL);
    }

    @Test
    void no_sdk_type_is_known_to_the_services_and_the_apis() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.ferry.service..", "dev.ferry.api..", "dev.ferry.distribution..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(DeployedClasses.ALL);
    }

    /** A type that is only caught is no dependency to the rule above. */
    @Test
    void no_exception_of_the_sdk_is_caught_by_who_knows_no_sdk() {
        classes()
                .that()
                .resideInAnyPackage("dev.ferry.service..", "dev.ferry.api..", "dev.ferry.distribution..", "dev.ferry.functions..")
                .should(new ArchCondition<>("catch no exception of the SDK") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        type.getCodeUnits().forEach(unit -> unit.getTryCatchBlocks().stream()
                                .filter(block -> block.getCaughtThrowables().stream()
                                        .anyMatch(caught -> caught.getPackageName().startsWith("software.amazon.awssdk")))
                                .forEach(block -> events.add(SimpleConditionEvent.violated(unit, unit.getFullName()))));
                    }
                })
                .check(DeployedClasses.ALL);
    }

    @Test
    void the_domain_knows_values_and_json_only() {
        classes()
                .that()
                .resideInAnyPackage(DOMAIN)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(DOMAIN)
                        .or(resideInAnyPackage("java.lang..", "java.math..", "java.nio", "java.nio.charset..",
                                "java.security..", "java.text..", "java.time..", "java.util..",
                                "com.fasterxml.jackson.."))
                        .or(nameMatching("java\\.io\\.(\\w*Exception|ByteArray\\w+|Serializable|InputStream|Reader|StringReader)"))
                        .or(nameMatching("java\\.net\\.(URI(SyntaxException)?|Inet4?Address|UnknownHostException)")))
                .allowEmptyShould(true)
                .check(DeployedClasses.ALL);
    }

    @Test
    void a_registry_knows_nothing_of_replication_and_policies() {
        noClasses()
                .that()
                .resideInAPackage("dev.ferry.registry..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.ferry.replication..", "dev.ferry.policy..")
                .check(DeployedClasses.ALL);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("dev.ferry.(**)").should().beFreeOfCycles()
                .check(DeployedClasses.ALL);
    }

    @Test
    void what_is_deployed_knows_nothing_of_the_one_machine_cloud() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.ferry.local..", "dev.ferry.cli..")
                .check(DeployedClasses.ALL);
    }

    /** Maven puts them on the functions' class path, too, when it compiles, but not into function.zip. */
    @Test
    void what_is_deployed_uses_no_library_of_the_one_machine_cloud() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.yaml..", "picocli..", "software.amazon.event.ruler..",
                        "com.google.cloud..", "software.amazon.awssdk.services.ecr..")
                .check(DeployedClasses.ALL);
    }

    @Test
    void a_name_says_what_a_class_is() {
        noClasses()
                .should()
                .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Processor)")
                .check(DeployedClasses.ALL);
    }
}
