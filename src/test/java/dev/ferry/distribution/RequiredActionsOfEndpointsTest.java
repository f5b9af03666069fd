package dev.ferry.distribution;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequiredAction;
import dev.ferry.policy.RequiredActions;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.Images;
import dev.ferry.testing.MainClasses;
import dev.ferry.testing.RegistryClient;
import dev.ferry.testing.TestImage;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;

/** Every endpoint asks for each action that it performs: whoever lacks one is refused for it, whoever has all is not. */
class RequiredActionsOfEndpointsTest extends RegistryTest {
    private static final TestImage IMAGE = Images.image().build();
    private static final TestImage INDEX = Images.index().build();
    private static final byte[] LAYER = bytes(12, 100);
    private static final Digest NEW = Digest.sha256(LAYER);
    private static final Digest OLD = IMAGE.config().digest();
    private static final String NOWHERE = "/v2/made/app";
    /** Whoever lacks these is not refused, but gets less. */
    private static final Set<Occasion> WALKED_ALONE = Set.of(Occasion.MOUNT_SOURCE, Occasion.LISTED);

    /** A request about a repository that has {@link #IMAGE}, an upload, and one that has got {@link #LAYER}. */
    private enum Sample {
        HEAD_BLOB("HEAD", blobs(OLD), 200),
        GET_BLOB("GET", blobs(OLD), 307),
        DELETE_BLOB("DELETE", blobs(NEW), 404),
        BEGIN("POST", "/v2/" + APP + "/blobs/uploads/", 202),
        BEGIN_WITH_A_CHUNK("POST", "/v2/" + APP + "/blobs/uploads/", 202, Occasion.BODY),
        UPLOAD_AT_ONCE("POST", "/v2/" + APP + "/blobs/uploads/?digest=" + NEW, 201, Occasion.BODY, Occasion.DIGEST),
        MOUNT("POST", "/v2/" + APP + "/blobs/uploads/?mount=" + NEW, 202, Occasion.MOUNT),
        BEGIN_IN_NO_REPOSITORY("POST", NOWHERE + "/blobs/uploads/", 202, Occasion.MISSING_REPOSITORY),
        STATUS("GET", "UPLOAD", 204),
        CHUNK("PATCH", "UPLOAD", 202, Occasion.BODY),
        FINISH("PUT", "FILLED?digest=" + NEW, 201),
        FINISH_WITH_A_CHUNK("PUT", "UPLOAD?digest=" + NEW, 201, Occasion.BODY),
        CANCEL("DELETE", "UPLOAD", 204),
        GET_MANIFEST("GET", manifests("latest"), 200),
        HEAD_MANIFEST("HEAD", manifests("latest"), 200),
        PUT_MANIFEST("PUT", manifests("index"), 201),
        PUT_MANIFEST_IN_NO_REPOSITORY("PUT", NOWHERE + "/manifests/index", 201, Occasion.MISSING_REPOSITORY),
        DELETE_MANIFEST("DELETE", manifests("latest"), 202),
        TAGS("GET", "/v2/" + APP + "/tags/list", 200),
        REFERRERS("GET", "/v2/" + APP + "/referrers/" + IMAGE.digest(), 200);

        private final String method;
        private final String path;
        private final int status;
        private final Set<Occasion> occasions;

        Sample(String method, String path, int status, Occasion... occasions) {
            this.method = method;
            this.path = path;
            this.status = status;
            this.occasions = Stream.concat(Stream.of(Occasion.ALWAYS), Arrays.stream(occasions)).collect(Collectors.toSet());
        }

        HttpResponse<byte[]> send(RegistryClient client, String upload, String filled) {
            byte[] body = path.contains("manifests") && method.equals("PUT")
                    ? INDEX.manifest()
                    : occasions.contains(Occasion.BODY) ? LAYER : new byte[0];
            return client.send(method, path.replace("UPLOAD", upload).replace("FILLED", filled), body, "Content-Type",
                    path.contains("manifests") ? INDEX.mediaType() : "application/octet-stream");
        }

        List<RequiredAction> needed() {
            String named = path.startsWith("UPLOAD") || path.startsWith("FILLED")
                    ? ResourceKind.UPLOAD.path()
                    : Resource.of(path.split("\\?")[0]).orElseThrow().kind().path();
            return RequiredActions.all().stream()
                    .filter(row -> row.endpoint().equals(method + " " + named) && occasions.contains(row.occasion()))
                    .toList();
        }
    }

    private final String stranger = ApiServer.newAccount();
    private String upload;
    private String filled;
    private int principals;

    @BeforeEach
    void anImageAnUploadAndATemplate() {
        registry.push(APP, IMAGE, "latest");
        upload = registry.begin(APP);
        filled = registry.begin(APP);
        assertStatus(registry.send("PATCH", filled, LAYER), 202);
        ecr.createRepositoryCreationTemplate(
                create -> create.prefix("made").appliedFor(RCTAppliedFor.CREATE_ON_PUSH));
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    @Tag("full")
    void a_token_of_a_narrowed_key_needs_each_action_and_no_other(Sample sample) {
        for (RequiredAction one : sample.needed()) {
            assertDenied(sample.send(narrowed(without(one, sample)), upload, filled), sample,
                    "because no identity-based policy allows the " + one.action() + " action");
        }
        assertStatus(sample.send(narrowed(actions(sample)), upload, filled), sample.status);
    }

    @ParameterizedTest
    @EnumSource(Sample.class)
    @Tag("full")
    void another_account_needs_each_action_and_no_other(Sample sample) {
        RegistryClient foreign = server.client("arn:aws:iam::" + stranger + ":root", Registry.of(account, REGION));
        for (RequiredAction one : sample.needed()) {
            allow(without(one, sample));
            assertDenied(sample.send(foreign, upload, filled), sample,
                    "because no resource-based policy allows the " + one.action() + " action");
        }
        allow(actions(sample));
        assertStatus(sample.send(foreign, upload, filled), sample.status);
    }

    /** Said without the table, so that a row that it lacks is missed. */
    @Test
    void who_may_only_begin_uploads_stores_no_layer_in_any_way() {
        RegistryClient beginner = narrowed(Set.of("ecr:InitiateLayerUpload", "ecr:GetDownloadUrlForLayer"));
        create("other");
        String others = "/v2/other/blobs/uploads/";

        assertError(beginner.send("POST", others + "?digest=" + NEW, LAYER), 403, "DENIED");
        assertError(beginner.send("POST", others, LAYER), 403, "DENIED");
        assertError(beginner.send("POST", others + "?mount=" + OLD + "&from=" + APP), 403, "DENIED");
        assertError(beginner.send("PUT", beginner.begin("other") + "?digest=" + NEW, LAYER), 403, "DENIED");
        RegistryClient finisher = narrowed(Set.of("ecr:CompleteLayerUpload"));
        assertError(finisher.send("PUT", registry.begin("other") + "?digest=" + NEW, LAYER), 403, "DENIED");
        assertStatus(registry.send("HEAD", "/v2/other/blobs/" + NEW), 404);
        assertStatus(registry.send("HEAD", "/v2/other/blobs/" + OLD), 404);
    }

    @Test
    void a_layer_is_mounted_only_from_where_it_may_be_downloaded() {
        create("other");
        String mount = "/v2/other/blobs/uploads/?mount=" + OLD + "&from=" + APP;
        Set<String> push = Set.of("ecr:InitiateLayerUpload", "ecr:CompleteLayerUpload");

        assertStatus(narrowed(push).send("POST", mount), 202);
        assertStatus(registry.send("HEAD", "/v2/other/blobs/" + OLD), 404);
        assertStatus(narrowed(Stream.concat(push.stream(), Stream.of("ecr:GetDownloadUrlForLayer"))
                .collect(Collectors.toSet())).send("POST", mount), 201);
    }

    @Test
    void the_catalog_lists_what_may_be_described() {
        Set<String> needed = RequiredActions.all().stream()
                .filter(row -> row.occasion() == Occasion.LISTED).map(RequiredAction::action).collect(Collectors.toSet());
        RegistryClient foreign = server.client("arn:aws:iam::" + stranger + ":root", Registry.of(account, REGION));

        assertCatalog(narrowed(needed), APP);
        assertCatalog(narrowed(Set.of("ecr:ListImages", "ecr:BatchGetImage")));
        assertCatalog(foreign);
        allow(needed);
        assertCatalog(foreign, APP);
    }

    private static void assertCatalog(RegistryClient client, String... repositories) {
        HttpResponse<byte[]> answer = client.send("GET", "/v2/_catalog");
        assertStatus(answer, 200);
        assertThat(json(answer).get("repositories")).extracting(JsonNode::asText).containsExactly(repositories);
    }

    @Test
    void every_endpoint_is_in_the_table_and_every_row_of_it_is_walked() {
        Set<String> endpoints = MainClasses.ALL.stream()
                .filter(type -> Endpoint.class.isAssignableFrom(type) && !type.isInterface())
                .map(type -> (Endpoint) server.api().beans().get(type))
                .flatMap(endpoint -> endpoint.methods().stream().map(method -> method + " " + endpoint.kind().path()))
                .collect(Collectors.toSet());
        endpoints.add("GET " + ResourceKind.CATALOG.path());
        List<RequiredAction> rows =
                RequiredActions.all().stream().filter(row -> row.endpoint().contains("/")).toList();

        assertThat(rows.stream().map(RequiredAction::endpoint).collect(Collectors.toSet())).isEqualTo(endpoints);
        assertThat(Arrays.stream(Sample.values()).flatMap(sample -> sample.needed().stream())).containsAll(
                rows.stream().filter(row -> !WALKED_ALONE.contains(row.occasion()) && !isWalkedByPullThroughCacheTest(row)).toList());
    }

    private static boolean isWalkedByPullThroughCacheTest(RequiredAction row) {
        return row.occasion() == Occasion.UPSTREAM
                || row.occasion() == Occasion.MISSING_REPOSITORY && row.endpoint().matches("(GET|HEAD) .*");
    }

    /** Nothing came of it either. */
    private void assertDenied(HttpResponse<byte[]> answer, Sample sample, String why) {
        if (sample.method.equals("HEAD")) {
            assertStatus(answer, 403);
        } else {
            assertError(answer, 403, "DENIED");
            assertThat(json(answer).at("/errors/0/message").asText()).endsWith(why);
        }
        assertStatus(registry.send("HEAD", blobs(NEW)), 404);
        assertThat(registry.send("GET", upload).headers().firstValue("Range")).hasValue("0-0");
        assertThat(ecr.describeRepositories(describe -> {}).repositories()).hasSize(1);
        assertThat(ecr.listImages(list -> list.repositoryName(APP)).imageIds()).hasSize(1);
    }

    private static Set<String> actions(Sample sample) {
        return sample.needed().stream().map(RequiredAction::action).collect(Collectors.toSet());
    }

    private static Set<String> without(RequiredAction one, Sample sample) {
        return actions(sample).stream().filter(action -> !action.equals(one.action())).collect(Collectors.toSet());
    }

    /** Functions remember a key, so each has a key of its own. */
    private RegistryClient narrowed(Set<String> actions) {
        String principal = "arn:aws:iam::" + account + ":user/narrow" + principals++;
        RegistryClient client = server.client(principal, Registry.of(account, REGION));
        server.api().narrow(principal, REGION, policy("", actions));
        return client;
    }

    private void allow(Set<String> actions) {
        ecr.putRegistryPolicy(
                put -> put.policyText(policy("\"Principal\":{\"AWS\":\"" + stranger + "\"},", actions)));
    }

    private static String policy(String principal, Set<String> actions) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," + principal + "\"Resource\":\"*\",\"Action\":["
                + Stream.concat(Stream.of("ecr:Nothing"), actions.stream()).map(action -> "\"" + action + "\"")
                        .collect(joining(",")) + "]}]}";
    }
}
