package dev.ferry;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.ferry.functions.AnyFunction;
import dev.ferry.testing.DeployedClasses;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Random;
import java.util.ResourceBundle;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.SdkHttpClient;
/**
 * What a native build would answer only at run time, and then wrongly or not at all: it has no class metadata but what it
 * was told of, runs static initialisers on the machine that builds, and leaves out what it does not see used.
 */
@ResourceLock(DeployedClasses.LOCK)
class NativeReadinessTest {
    private static final DescribedPredicate<JavaClass> AN_OBJECT_MAPPER = assignableTo(ObjectMapper.class);

    /**
     * A tree needs no metadata. What the functions take and give, which {@link AnyFunction} reads and writes for them, is
     * looked at in {@code HandlerTypesTest}.
     */
    @Test
    void jackson_reads_trees_and_writes_trees() {
        classes().that().areNotAssignableTo(AnyFunction.class).should(new ArchCondition<>(
                "call nothing of an ObjectMapper but readTree, and writeValueAsBytes with a JsonNode") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getMethodCallsFromSelf().stream()
                        .filter(call -> AN_OBJECT_MAPPER.test(call.getTargetOwner()))
                        .filter(call -> call.getName().matches(
                                "(read(?!Tree|er$)|write|convert|update|treeTo|valueTo|canSer|canDeser|accept).*"))
                        .filter(call -> !writesTheTreeItIsGiven(call))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription())));
            }
        }).check(DeployedClasses.ALL);
    }

    private static boolean writesTheTreeItIsGiven(JavaCall<?> call) {
        return call.getName().equals("writeValueAsBytes")
                && call.getOrigin().getRawParameterTypes().stream().allMatch(assignableTo(JsonNode.class));
    }

    @Test
    void nothing_is_found_by_name() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.lang.reflect..", "java.beans..", "java.rmi..")
                        .or(assignableTo(ServiceLoader.class))
                        .or(assignableTo(ResourceBundle.class))
                        .or(type(ObjectInputStream.class)))
                .orShould()
                .callMethod(Class.class, "forName", String.class)
                .check(DeployedClasses.ALL);
    }

    /** ArC sets a private field, or one of another package's class, by reflection. */
    @Test
    void beans_are_given_what_they_need_by_their_constructors() {
        noFields().should().beAnnotatedWith(Inject.class)
                .check(DeployedClasses.ALL);
    }

    @Test
    void hashes_are_used_without_a_security_provider() {
        noClasses()
                .should()
                .dependOnClassesThat(type(Security.class))
                .check(DeployedClasses.ALL);
    }

    /** By the JDK's or, to AWS, by the SDK's of Apache, which Quarkus knows in a native build. */
    @Test
    void http_is_spoken_by_no_client_with_threads_or_libraries_of_its_own() {
        noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.netty..", "org.apache..", "software.amazon.awssdk.crt..", "software.amazon.awssdk.http.nio..",
                        "software.amazon.awssdk.http.crt.."))
                .check(DeployedClasses.ALL);
    }

    /** Other charsets and locales are in a native build only if it is told of them. */
    @Test
    void texts_are_in_standard_charsets_and_no_language() {
        noClasses()
                .should()
                .callMethodWhere(target(owner(type(Charset.class))).and(target(nameMatching("forName|defaultCharset"))))
                .orShould()
                .callMethodWhere(target(owner(type(Locale.class))).and(target(nameMatching("forLanguageTag|getDefault|of"))))
                .orShould()
                .callConstructorWhere(target(owner(type(Locale.class))))
                .check(DeployedClasses.ALL);
    }

    @Test
    void static_fields_hold_no_state_of_the_machine_that_builds() {
        noFields()
                .that()
                .areStatic()
                .should()
                .haveRawType(assignableTo(Random.class)
                        .or(assignableTo(Clock.class))
                        .or(assignableTo(Instant.class))
                        .or(assignableTo(Thread.class))
                        .or(assignableTo(ExecutorService.class))
                        .or(assignableTo(SdkClient.class))
                        .or(assignableTo(SdkHttpClient.class)))
                .check(DeployedClasses.ALL);
    }

    @Test
    void static_initialisers_ask_nothing_of_the_machine_that_builds() {
        classes().should(new ArchCondition<>("ask nothing in a static initialiser that the running machine knows better") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getStaticInitializer().ifPresent(initialiser -> callsOf(initialiser, new HashSet<>())
                        .filter(call -> ASKS_THE_MACHINE.test(call))
                        .forEach(call -> events.add(SimpleConditionEvent.violated(type, call.getDescription()))));
            }
        }).check(DeployedClasses.ALL);
    }

    private static final DescribedPredicate<JavaCall<?>> ASKS_THE_MACHINE = DescribedPredicate.describe(
            "ask the machine", call -> {
                JavaClass owner = call.getTargetOwner();
                return owner.isEquivalentTo(System.class) && call.getName().matches("getenv|getProperty|currentTimeMillis|nanoTime")
                        || owner.isEquivalentTo(TimeZone.class)
                        || owner.isEquivalentTo(UUID.class) && call.getName().equals("randomUUID")
                        || owner.isAssignableTo(Clock.class)
                        || owner.isAssignableTo(Random.class)
                        || call.getName().equals("now") && owner.getPackageName().equals("java.time")
                        || owner.getPackageName().equals("java.nio.file");
            });

    /** All calls that an initialiser makes, itself or by the way of Ferry's own code. */
    private static Stream<JavaCall<?>> callsOf(JavaCodeUnit unit, Set<JavaCodeUnit> seen) {
        if (!seen.add(unit)) {
            return Stream.empty();
        }
        return unit.getCallsFromSelf().stream().flatMap(call -> Stream.concat(
                Stream.of(call),
                call.getTarget().resolveMember().stream()
                        .filter(JavaCodeUnit.class::isInstance)
                        .map(JavaCodeUnit.class::cast)
                        .filter(member -> member.getOwner().getPackageName().startsWith("dev.ferry"))
                        .flatMap(member -> callsOf(member, seen))));
    }

    @Test
    void what_is_read_from_the_class_path_is_included() throws IOException {
        Path resources = Path.of("src", "main", "resources");
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(resources.resolve("application.properties"))) {
            properties.load(in);
        }
        List<PathMatcher> included = Arrays.stream(
                        properties.getProperty("quarkus.native.resources.includes").split(","))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(resources)) {
            files = walk.filter(Files::isRegularFile)
                    .map(resources::relativize)
                    .filter(file -> !file.equals(Path.of("application.properties")))
                    .toList();
        }

        assertThat(files).isNotEmpty().allSatisfy(file ->
                assertThat(included).as(file.toString()).anyMatch(glob -> glob.matches(file)));
    }
}
