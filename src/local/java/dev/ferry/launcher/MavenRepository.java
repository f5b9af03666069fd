package dev.ferry.launcher;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * A Maven repository: Maven Central, or the mirror that the variables of the Maven Wrapper name.
 *
 * @param login user name and password with a colon between
 */
record MavenRepository(URI root, Optional<String> login) {
    private static final String CENTRAL = "https://repo.maven.apache.org/maven2";
    private static final String MIRROR = "MVNW_REPOURL";
    private static final int TIMEOUT_MILLIS = 30_000;

    static MavenRepository of(Map<String, String> environment) {
        String root = environment.getOrDefault(MIRROR, CENTRAL);
        Optional<String> login = Optional.ofNullable(environment.get("MVNW_USERNAME"))
                .map(name -> name + ":" + environment.getOrDefault("MVNW_PASSWORD", ""));
        return new MavenRepository(URI.create(root.endsWith("/") ? root : root + "/"), login);
    }

    /** @throws IOException that says what to do if it cannot be had */
    byte[] get(String path) throws IOException {
        URI file = root.resolve(path);
        try {
            URLConnection connection = file.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            login.ifPresent(given -> connection.setRequestProperty(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(given.getBytes(StandardCharsets.UTF_8))));
            try (InputStream content = connection.getInputStream()) {
                return content.readAllBytes();
            }
        } catch (FileNotFoundException e) {
            throw new IOException(this + " has no " + path, e);
        } catch (IOException e) {
            throw new IOException("cannot fetch " + path + " from " + this + " (" + e.getMessage()
                    + "); the first start needs it, later ones nothing. " + MIRROR + " names another repository", e);
        }
    }

    /** Without the login. */
    @Override
    public String toString() {
        return root.getHost() == null ? root.toString() : root.getHost();
    }
}
