package dev.ferry.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code java -jar ferry.jar} starts. The jar has all that {@code ./ferry} has in a checkout, library by library, as
 * those of the functions, of the local cloud and of DynamoDB Local do not go together on one class path. It is unpacked once
 * into the user's cache, and the command line runs from there, in this process.
 */
public final class FerryJar {
    private static final String COMMAND_LINE = "dev.ferry.cli.Ferry";
    /** The commands that start a cloud, and so need DynamoDB Local. */
    private static final Set<String> STARTING = Set.of("up", "demo");
    private static final Set<String> ASKING = Set.of("-h", "--help", "-V", "--version");

    private FerryJar() {}

    public static void main(String[] arguments) throws Exception {
        Path home;
        try {
            UserFolders folders = UserFolders.ofThisMachine();
            home = new UnpackedJar(ownJar(), folders.cache()).home();
            if (startsCloud(List.of(arguments))) {
                DynamoDbLibraries.ofThisUser(ownJar()).fetchInto(target(home).resolve("local/lib/dynamodb"));
            }
            setUnlessSet("ferry.data", folders.data().toString());
        } catch (IOException e) {
            System.err.println("ferry: " + e.getMessage());
            System.exit(1);
            return;
        }
        System.setProperty("ferry.home", home.toString());
        System.setProperty("ferry.command", "java -jar " + ownJar().getFileName());
        System.setProperty("sun.net.httpserver.nodelay", "true");
        run(home, arguments);
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static boolean startsCloud(List<String> arguments) {
        return !arguments.isEmpty()
                && STARTING.contains(arguments.get(0))
                && arguments.stream().noneMatch(ASKING::contains);
    }

    /** The class loader stays open: the command line goes on in it as long as this process does. */
    @SuppressWarnings("resource")
    private static void run(Path home, String[] arguments) throws Exception {
        URLClassLoader loader = new URLClassLoader(classPath(home), ClassLoader.getPlatformClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass(COMMAND_LINE).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static URL[] classPath(Path home) throws IOException {
        List<Path> jars = new ArrayList<>();
        jars.add(target(home).resolve("local/ferry-local.jar"));
        jars.add(target(home).resolve("ferry-functions.jar"));
        try (Stream<Path> libraries = Files.list(target(home).resolve("local/lib/cloud"))) {
            libraries.sorted().forEach(jars::add);
        }
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        return urls;
    }

    private static Path target(Path home) {
        return home.resolve("target");
    }

    private static Path ownJar() {
        try {
            return Path.of(FerryJar.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar whose place is no file", e);
        }
    }
}
