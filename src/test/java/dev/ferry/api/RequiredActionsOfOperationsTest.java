package dev.ferry.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.identity.Caller;
import dev.ferry.policy.ActionScope;
import dev.ferry.policy.Occasion;
import dev.ferry.policy.RequiredAction;
import dev.ferry.policy.RequiredActions;
import dev.ferry.testing.ApiServer;
import dev.ferry.testing.FuzzedRequests;
import dev.ferry.testing.MainClasses;
import dev.ferry.testing.SignedCall;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecr.model.RCTAppliedFor;

/** Every operation asks for each action that it performs: whoever lacks one is refused for it, whoever has all is not. */
class RequiredActionsOfOperationsTest extends ApiTest {
    private static final Set<String> PULLS = Set.of("BatchGetImage", "GetDownloadUrlForLayer");

    private final String stranger = ApiServer.newAccount();
    private int principals;

    @BeforeEach
    void aRepositoryAndATemplate() {
        create("app");
        ecr.createRepositoryCreationTemplate(
                create -> create.prefix("made").appliedFor(RCTAppliedFor.CREATE_ON_PUSH));
    }

    static List<OperationSample> samples() {
        return OperationSample.all();
    }

    /** What a caller of another account can ask at all. */
    static Stream<OperationSample> foreignSamples() {
        EcrModel model = new EcrModel(() -> false);
        return samples().stream().filter(sample -> model.operation(sample.endpoint())
                .map(operation -> operation.input().members().keySet())
                .filter(members -> members.contains("registryId") || members.contains("resourceArn"))
                .isPresent());
    }

    @ParameterizedTest
    @MethodSource("samples")
    @Tag("full")
    void a_narrowed_key_needs_each_action_and_no_other(OperationSample sample) {
        List<RequiredAction> needed = needed(sample);
        for (RequiredAction one : needed) {
            assertThat(answer(sample.own(account), narrowed(without(one, needed))))
                    .contains("AccessDenied")
                    .contains("because no identity-based policy allows the " + one.action() + " action");
        }
        assertThat(answer(sample.own(account), narrowed(actions(needed)))).doesNotContain("AccessDenied");
    }

    @ParameterizedTest
    @MethodSource("foreignSamples")
    @Tag("full")
    void another_account_needs_each_action_and_no_other(OperationSample sample) {
        List<RequiredAction> needed = needed(sample).stream().filter(one -> one.scope() != ActionScope.CALLER).toList();
        Caller caller = api.caller("arn:aws:iam::" + stranger + ":root", REGION);
        for (RequiredAction one : needed) {
            allow(without(one, needed));
            assertThat(answer(sample.foreign(account), caller))
                    .contains("AccessDenied")
                    .contains("because no resource-based policy allows the " + one.action() + " action");
        }
        allow(actions(needed));
        assertThat(answer(sample.foreign(account), caller)).doesNotContain("AccessDenied");
    }

    @Test
    void every_operation_is_in_the_table_and_every_row_of_it_is_walked() {
        Set<String> operations = MainClasses.ALL.stream()
                .filter(type -> EcrOperation.class.isAssignableFrom(type) && !type.isInterface())
                .map(type -> type.getSimpleName())
                .collect(Collectors.toSet());
        List<RequiredAction> rows = RequiredActions.all().stream()
                .filter(row -> !row.endpoint().contains("/")).toList();

        assertThat(operations).isEqualTo(FuzzedRequests.ecrOperations());
        assertThat(rows).extracting(RequiredAction::endpoint)
                .containsAll(operations).containsAll(ServiceLinkedRoleActions.NAMES);
        assertThat(samples().stream().flatMap(sample -> needed(sample).stream())).containsAll(
                rows.stream().filter(row -> !isWalkedByPullThroughCacheApiTest(row)).toList());
    }

    private static boolean isWalkedByPullThroughCacheApiTest(RequiredAction row) {
        return PULLS.contains(row.endpoint()) && row.occasion() != Occasion.ALWAYS;
    }

    private static List<RequiredAction> needed(OperationSample sample) {
        return RequiredActions.all().stream()
                .filter(row -> row.endpoint().equals(sample.endpoint()) && sample.occasions().contains(row.occasion()))
                .toList();
    }

    private static Set<String> actions(List<RequiredAction> rows) {
        return rows.stream().map(RequiredAction::action).collect(Collectors.toSet());
    }

    private static Set<String> without(RequiredAction one, List<RequiredAction> rows) {
        return rows.stream().map(RequiredAction::action).filter(action -> !action.equals(one.action()))
                .collect(Collectors.toSet());
    }

    /** Functions remember a key, so each has a key of its own. */
    private Caller narrowed(Set<String> actions) {
        String principal = "arn:aws:iam::" + account + ":user/narrow" + principals++;
        String policy = policy("", actions);
        api.narrow(principal, "us-east-1", policy);
        return api.narrow(principal, REGION, policy);
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

    private String answer(SignedCall call, Caller caller) {
        ApiResponse response = api.beans().get(AwsApi.class)
                .answer(call.by(caller.accessKeyId(), "secret of " + caller.accessKeyId()));
        return response.status() + " " + response.headers() + new String(response.body(), UTF_8);
    }
}
