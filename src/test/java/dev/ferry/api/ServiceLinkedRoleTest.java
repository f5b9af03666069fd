package dev.ferry.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.testing.ApiServer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.model.ReplicationRule;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleUsageType;

/** IAM's part: the service-linked role of replication. */
class ServiceLinkedRoleTest extends ApiTest {
    private static final String NAME = "AWSServiceRoleForECRReplication";
    private static final String SERVICE = "replication.ecr.amazonaws.com";

    private final IamClient iam = api.iam(account);

    private Role role() {
        return iam.getRole(get -> get.roleName(NAME)).role();
    }

    private void replicate() {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(
                ReplicationRule.builder()
                        .destinations(to -> to.region("us-east-1").registryId(account))
                        .build())));
    }

    private void replicateNot() {
        ecr.putReplicationConfiguration(put -> put.replicationConfiguration(configuration -> configuration.rules(
                List.of())));
    }

    private void assertNoRole() {
        assertRefused(this::role, 404, "NoSuchEntity", "The role with name " + NAME + " cannot be found.");
    }

    @Test
    void first_configuration_makes_the_role() {
        assertNoRole();

        replicate();

        Role role = role();
        assertThat(role.roleName()).isEqualTo(NAME);
        assertThat(role.path()).isEqualTo("/aws-service-role/replication.ecr.amazonaws.com/");
        assertThat(role.arn()).isEqualTo("arn:aws:iam::" + account + ":role/aws-service-role/" + SERVICE + "/" + NAME);
        assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(role.createDate()).isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now().plusSeconds(1));
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8)).isEqualTo(
                "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                        + SERVICE + "\"},\"Action\":\"sts:AssumeRole\"}]}");
        replicate();
        assertThat(role()).isEqualTo(role);
    }

    @Test
    void configuration_without_rules_makes_no_role() {
        replicateNot();

        assertNoRole();
    }

    @Test
    void role_can_be_made_once() {
        Role made = iam.createServiceLinkedRole(create -> create.awsServiceName(SERVICE)).role();

        assertThat(role()).isEqualTo(made);
        assertRefused(() -> iam.createServiceLinkedRole(create -> create.awsServiceName(SERVICE)), 400, "InvalidInput",
                "Service role name " + NAME + " has been taken in this account, please try a different suffix.");
    }

    @Test
    void role_takes_no_suffix() {
        assertRefused(() -> iam.createServiceLinkedRole(create -> create.awsServiceName(SERVICE).customSuffix("mine")), 400,
                "InvalidInput", "Custom suffix is not allowed for " + SERVICE);
        assertNoRole();
    }

    @Test
    void role_of_another_service_is_refused() {
        assertRefused(() -> iam.createServiceLinkedRole(create -> create.awsServiceName("spot.amazonaws.com")), 400,
                "InvalidInput", "Ferry has the service-linked role of " + SERVICE + " only, not one of spot.amazonaws.com");
        assertNoRole();
    }

    @Test
    void role_in_use_is_not_deleted_and_the_use_is_told() {
        replicate();

        String task = iam.deleteServiceLinkedRole(delete -> delete.roleName(NAME)).deletionTaskId();

        var status = iam.getServiceLinkedRoleDeletionStatus(get -> get.deletionTaskId(task));
        assertThat(status.status()).isEqualTo(DeletionTaskStatusType.FAILED);
        assertThat(status.reason().reason()).contains("replication configuration");
        assertThat(status.reason().roleUsageList()).containsExactly(RoleUsageType.builder()
                .region(REGION)
                .resources("arn:aws:ecr:us-west-2:" + account + ":replication-configuration")
                .build());
        assertThat(role().roleName()).isEqualTo(NAME);
    }

    @Test
    void role_is_deleted_once_no_configuration_has_rules_and_made_anew_by_the_next() {
        replicate();
        String before = role().roleId();
        replicateNot();

        String task = iam.deleteServiceLinkedRole(delete -> delete.roleName(NAME)).deletionTaskId();

        assertThat(iam.getServiceLinkedRoleDeletionStatus(get -> get.deletionTaskId(task)).status())
                .isEqualTo(DeletionTaskStatusType.SUCCEEDED);
        assertNoRole();
        replicate();
        assertThat(role().roleId()).isNotEqualTo(before);
    }

    @Test
    void what_is_not_there_is_refused() {
        assertRefused(() -> iam.getRole(get -> get.roleName("Other")), 404, "NoSuchEntity",
                "The role with name Other cannot be found.");
        assertRefused(() -> iam.deleteServiceLinkedRole(delete -> delete.roleName(NAME)), 404, "NoSuchEntity",
                "The role with name " + NAME + " cannot be found.");
        assertRefused(() -> iam.getServiceLinkedRoleDeletionStatus(get -> get.deletionTaskId("task/<&>")), 404,
                "NoSuchEntity", "The deletion task task/<&> cannot be found.");
    }

    @Test
    void task_of_another_account_is_not_there() {
        iam.createServiceLinkedRole(create -> create.awsServiceName(SERVICE));
        String task = iam.deleteServiceLinkedRole(delete -> delete.roleName(NAME)).deletionTaskId();

        refused(() -> api.iam(ApiServer.newAccount()).getServiceLinkedRoleDeletionStatus(get -> get.deletionTaskId(task)),
                404, "NoSuchEntity");
    }

    @Test
    void action_that_ferry_has_not_is_refused() {
        assertRefused(() -> iam.listUsers(list -> {}), 400, "InvalidAction",
                "Could not find operation ListUsers for version 2010-05-08");
    }
}
