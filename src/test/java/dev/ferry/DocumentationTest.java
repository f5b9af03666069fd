package dev.ferry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages lead to what is there: files, headings, scripts, packages, classes and methods. */
class DocumentationTest {
    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$", Pattern.MULTILINE);
    private static final Pattern FENCED = Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern SCRIPT = Pattern.compile("`(\\.ci/[\\w.-]+)");
    /** A Java type, and perhaps its method; one capital alone is no name of ours. */
    private static final Pattern TYPE = Pattern.compile("([A-Z][a-z0-9]\\w*)(?:\\.([a-z]\\w*))?");
    /** What has the form of a class's name, and is of AWS or of the JDK. */
    private static final Set<String> NOT_OURS =
            Set.of("BatchGetItem", "MessageDigest", "SendMessageBatch", "TransactWriteItems");
    private static final List<Path> SOURCES = List.of(Path.of("src/main/java"), Path.of("src/local/java"), Path.of("src/test/java"));

    @Test
    void links_lead_to_files_and_headings_that_exist() throws IOException {
        List<String> followed = new ArrayList<>();
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            for (MatchResult match : matches(LINK, withoutFences(page))) {
                String link = match.group(1);
                if (!link.startsWith("https://")) {
                    followed.add(link);
                    whyBroken(page, link).ifPresent(why -> broken.add(page + ": " + link + ": " + why));
                }
            }
        }
        assertThat(followed).hasSizeGreaterThan(40);
        assertThat(broken).isEmpty();
    }

    @Test
    void every_page_is_in_the_index() throws IOException {
        String index = Files.readString(Path.of("docs/README.md"));
        assertThat(pages().stream().filter(page -> page.startsWith("docs")).map(page -> page.getFileName().toString()))
                .filteredOn(name -> !name.equals("README.md"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
    }

    @Test
    void scripts_that_pages_name_exist() throws IOException {
        Set<String> named = new HashSet<>();
        for (Path page : pages()) {
            matches(SCRIPT, Files.readString(page)).forEach(match -> named.add(match.group(1)));
        }
        assertThat(named).hasSizeGreaterThan(10).allSatisfy(script -> assertThat(Path.of(script)).exists());
    }

    @Test
    void every_promise_names_what_enforces_and_what_proves_it() throws IOException, ClassNotFoundException {
        Map<String, String> types = types();
        List<String[]> rows = withoutFences(ARCHITECTURE).lines()
                .filter(line -> line.matches("\\| \\d+ \\|.*"))
                .map(line -> line.split(" *\\| *"))
                .toList();
        assertThat(rows).extracting(cells -> cells[1])
                .containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15");
        for (String[] cells : rows) {
            for (int column = 3; column <= 5; column++) {
                List<MatchResult> names = matches(CODE, cells[column]);
                assertThat(names).as(cells[2]).isNotEmpty();
                for (MatchResult name : names) {
                    assertThat(exists(name.group(1), types)).as(name.group(1) + ", of: " + cells[2]).isTrue();
                }
            }
        }
    }

    @Test
    void classes_and_methods_that_pages_name_exist() throws IOException, ClassNotFoundException {
        Map<String, String> types = types();
        List<String> named = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (Path page : List.of(ARCHITECTURE, Path.of("docs/decisions.md"), Path.of("docs/glossary.md"),
                Path.of("docs/testing.md"), Path.of("docs/native.md"), Path.of("docs/speed.md"), Path.of("CONTRIBUTING.md"))) {
            for (MatchResult match : matches(CODE, withoutFences(page))) {
                String name = match.group(1);
                if (TYPE.matcher(name).matches() && !NOT_OURS.contains(name)) {
                    named.add(name);
                    if (!exists(name, types)) {
                        unknown.add(page + ": " + name);
                    }
                }
            }
        }
        assertThat(named).hasSizeGreaterThan(80);
        assertThat(unknown).isEmpty();
    }

    @Test
    void contributing_names_every_package_with_classes() throws IOException {
        Set<String> named = new HashSet<>();
        matches(CODE, Files.readString(Path.of("CONTRIBUTING.md"))).forEach(match -> named.add(match.group(1)));
        Set<String> packages = new HashSet<>();
        for (Path source : List.of(Path.of("src/main/java/dev/ferry"), Path.of("src/local/java/dev/ferry"))) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                        .map(file -> source.relativize(file.getParent()).toString().replace('/', '.'))
                        .forEach(packages::add);
            }
        }
        assertThat(packages).hasSizeGreaterThan(20);
        assertThat(named).containsAll(packages);
    }

    private static Optional<String> whyBroken(Path page, String link) throws IOException {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(target)) {
            return Optional.of("no such file");
        }
        if (parts.length == 2 && !anchors(target).contains(parts[1])) {
            return Optional.of("no such heading");
        }
        return Optional.empty();
    }

    /** As GitHub makes them of headings: repetitions, which would get a number, are refused. */
    private static Set<String> anchors(Path page) throws IOException {
        Set<String> anchors = new HashSet<>();
        for (MatchResult match : matches(HEADING, withoutFences(page))) {
            String anchor = match.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-');
            assertThat(anchors.add(anchor)).as("the heading " + anchor + " is twice in " + page).isTrue();
        }
        return anchors;
    }

    /** Whether there is such a class of the project, and such a method of it, whatever the method's parameters. */
    private static boolean exists(String name, Map<String, String> types) throws ClassNotFoundException {
        Matcher parsed = TYPE.matcher(name);
        if (!parsed.matches() || !types.containsKey(parsed.group(1))) {
            return false;
        }
        if (parsed.group(2) == null) {
            return true;
        }
        Class<?> type = Class.forName(types.get(parsed.group(1)), false, DocumentationTest.class.getClassLoader());
        return Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses()))
                .flatMap(each -> Arrays.stream(each.getDeclaredMethods()))
                .map(Method::getName)
                .anyMatch(parsed.group(2)::equals);
    }

    /** The classes of the project by their simple names. */
    private static Map<String, String> types() throws IOException {
        Map<String, String> types = new HashMap<>();
        for (Path source : SOURCES) {
            try (Stream<Path> files = Files.walk(source)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(file -> {
                    String name = source.relativize(file).toString().replace('/', '.');
                    name = name.substring(0, name.length() - ".java".length());
                    types.putIfAbsent(name.substring(name.lastIndexOf('.') + 1), name);
                });
            }
        }
        return types;
    }

    private static List<Path> pages() throws IOException {
        Map<String, Path> pages = new TreeMap<>();
        for (String name : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")) {
            pages.put(name, Path.of(name));
        }
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).forEach(file -> pages.put(file.toString(), file));
        }
        return List.copyOf(pages.values());
    }

    private static String withoutFences(Path page) throws IOException {
        return FENCED.matcher(Files.readString(page)).replaceAll("");
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().toList();
    }
}
