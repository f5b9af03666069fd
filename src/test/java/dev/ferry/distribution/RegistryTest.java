package dev.ferry.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.local.LocalAws;
import dev.ferry.registry.Digest;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.RegistryServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecr.EcrClient;

/** The OCI API over HTTP and real tables and buckets; each test has an account of its own, with a repository. */
@ExtendWith(LocalAws.class)
abstract class RegistryTest {
    static final String REGION = "us-west-2";
    static final String APP = "team/app";
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<Class<?>, RegistryServer> SERVERS = new ConcurrentHashMap<>();

    /** One for all tests of a class. */
    final RegistryServer server = SERVERS.get(getClass());
    final String account = ApiServer.newAccount();
    final RegistryClient registry = server.client(account, REGION);
    final EcrClient ecr = server.api().ecr(account, REGION);

    @BeforeAll
    static void start(TestInfo test) {
        SERVERS.put(test.getTestClass().orElseThrow(), new RegistryServer());
    }

    @AfterAll
    static void stop(TestInfo test) {
        SERVERS.remove(test.getTestClass().orElseThrow()).close();
    }

    @BeforeEach
    void createRepository() {
        create(APP);
    }

    void create(String repository) {
        ecr.createRepository(create -> create.repositoryName(repository));
    }

    static void assertStatus(HttpResponse<byte[]> response, int status) {
        assertThat(response.statusCode()).as(response + ": " + RegistryClient.text(response)).isEqualTo(status);
    }

    static void assertError(HttpResponse<byte[]> response, int status, String code) {
        assertStatus(response, status);
        assertThat(json(response).at("/errors/0/code").asText()).isEqualTo(code);
        assertThat(json(response).at("/errors/0/message").asText()).isNotEmpty();
    }

    static JsonNode json(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    static String header(HttpResponse<byte[]> response, String name) {
        return RegistryClient.header(response, name);
    }

    static String manifests(String reference) {
        return "/v2/" + APP + "/manifests/" + reference;
    }

    static String blobs(Digest digest) {
        return "/v2/" + APP + "/blobs/" + digest;
    }

    static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
