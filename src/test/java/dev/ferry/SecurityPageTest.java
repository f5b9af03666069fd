package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.AuthorizationTokens;
import dev.ferry.identity.CachedAccessKeys;
import dev.ferry.identity.SignatureVerifier;
import dev.ferry.layers.LayerStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code SECURITY.md} claims nothing without tests that are run for it, and no number but the code's. */
class SecurityPageTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+(?:Test|IT|Properties))(?:\\.(\\w+))?`");
    private static final Pattern ANNOTATION = Pattern.compile("@(?:Test|ParameterizedTest|Property|ArchTest)\\b");
    private static final String PROTECTED = "## What is protected from whom";
    private static final String NOT_PROTECTED = "## What is not protected";

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("SECURITY.md"));
    }

    @Test
    void every_section_has_claims_and_every_claim_has_tests() {
        List<String> sections = List.of(page.substring(page.indexOf(PROTECTED), page.indexOf(NOT_PROTECTED)).split("\n### "));

        assertThat(sections).hasSizeGreaterThan(8);
        assertThat(sections.subList(1, sections.size())).allSatisfy(section -> assertThat(claims(section)).isNotEmpty());
        assertThat(claims(page)).hasSizeGreaterThan(30)
                .allSatisfy(claim -> assertThat(NAMED.matcher(claim).results()).as(claim).isNotEmpty());
    }

    @Test
    void every_test_that_it_names_is_one_and_is_run() throws IOException {
        Map<String, String> sources = sources();

        List<MatchResult> named = NAMED.matcher(page).results().toList();
        assertThat(named).hasSizeGreaterThan(50);
        assertThat(named.stream().filter(test -> !isRun(sources.getOrDefault(test.group(1), ""), test.group(2))))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    /** Whether a class has such a test. A method's annotations are behind the last empty line before it. */
    private static boolean isRun(String source, String method) {
        Matcher declared = Pattern.compile("\\b(?:void|ArchRule) " + method + "\\b").matcher(source);
        return declared.find()
                && ANNOTATION.matcher(source.substring(source.lastIndexOf("\n\n", declared.start()), declared.start())).find()
                && !source.contains("@Disabled");
    }

    @Test
    void its_times_are_the_codes() {
        assertThat(page)
                .contains("at most " + SignatureVerifier.CLOCK_SKEW.toMinutes() + " minutes old or ahead")
                .contains("for its Region, for " + AuthorizationTokens.VALIDITY.toHours() + " hours")
                .contains("URLs that live for " + LayerStore.TRANSFER_TIME.toMinutes() + " minutes")
                .contains("for another " + CachedAccessKeys.LIFETIME.toSeconds() + " seconds");
    }

    private static List<String> claims(String text) {
        return text.lines().filter(line -> line.startsWith("| ") && !line.startsWith("| Claim |")).toList();
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
        return sources;
    }
}
