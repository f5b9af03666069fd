package dev.ferry.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.Regions;
import dev.ferry.registry.RoleDeletion;
import dev.ferry.registry.ServiceLinkedRole;
import dev.ferry.service.account.ServiceLinkedRoles;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** IAM's actions on the one role that Ferry has, the service-linked role of replication. */
@ApplicationScoped
public class ServiceLinkedRoleActions {
    /** The actions by their names. */
    static final Set<String> NAMES = Set.of(
            "GetRole", "CreateServiceLinkedRole", "DeleteServiceLinkedRole", "GetServiceLinkedRoleDeletionStatus");

    private final ServiceLinkedRoles roles;
    private final Regions regions;

    public ServiceLinkedRoleActions(ServiceLinkedRoles roles, Regions regions) {
        this.roles = roles;
        this.regions = regions;
    }

    /**
     * Does an action.
     *
     * @return what stands in the result
     * @throws IamException what IAM would answer instead
     */
    IamXml.Content act(String action, FormParameters input, Authentication.Signature signature) {
        AccountId account = signature.caller().account();
        Regions.Partition partition = regions.partitionOf(signature.region()).orElseThrow();
        return switch (action) {
            case "GetRole" -> role(partition, find(partition, account, input.required("RoleName")));
            case "CreateServiceLinkedRole" -> create(partition, account, input);
            case "DeleteServiceLinkedRole" -> delete(partition, account, input.required("RoleName"));
            case "GetServiceLinkedRoleDeletionStatus" ->
                    deletion(partition, account, input.required("DeletionTaskId"));
            default -> throw new IamException(400, "InvalidAction", "Could not find operation " + action
                    + " for version 2010-05-08");
        };
    }

    private IamXml.Content create(Regions.Partition partition, AccountId account, FormParameters input) {
        String service = input.required("AWSServiceName");
        if (!service.equals(ServiceLinkedRole.SERVICE)) {
            throw new IamException(400, "InvalidInput", "Ferry has the service-linked role of " + ServiceLinkedRole.SERVICE
                    + " only, not one of " + service);
        }
        if (input.has("CustomSuffix")) {
            throw new IamException(400, "InvalidInput", "Custom suffix is not allowed for " + service);
        }
        if (!roles.create(partition, account)) {
            throw new IamException(400, "InvalidInput", "Service role name " + ServiceLinkedRole.NAME
                    + " has been taken in this account, please try a different suffix.");
        }
        return role(partition, find(partition, account, ServiceLinkedRole.NAME));
    }

    private IamXml.Content delete(Regions.Partition partition, AccountId account, String name) {
        find(partition, account, name);
        String task = roles.delete(partition, account).orElseThrow(() -> noSuchRole(name));
        return xml -> xml.element("DeletionTaskId", task);
    }

    private IamXml.Content deletion(Regions.Partition partition, AccountId account, String task) {
        RoleDeletion deletion = roles.deletion(partition, account, task)
                .orElseThrow(() -> new IamException(
                        404, "NoSuchEntity", "The deletion task " + task + " cannot be found."));
        return deletion.inUse().isEmpty()
                ? xml -> xml.element("Status", "SUCCEEDED")
                : xml -> xml.element("Status", "FAILED").element("Reason", reason(partition, account, deletion));
    }

    private static IamXml.Content reason(Regions.Partition partition, AccountId account, RoleDeletion deletion) {
        return reason -> reason
                .element("Reason", "A replication configuration uses the role. Remove it in every Region first.")
                .element("RoleUsageList", usages -> deletion.inUse().forEach(region -> usages.element("member", usage -> usage
                        .element("Region", region.value())
                        .element("Resources", resources -> resources.element("member", "arn:" + partition.id() + ":ecr:"
                                + region + ":" + account + ":replication-configuration")))));
    }

    private ServiceLinkedRole find(Regions.Partition partition, AccountId account, String name) {
        return roles.find(partition, account)
                .filter(role -> name.equals(ServiceLinkedRole.NAME))
                .orElseThrow(() -> noSuchRole(name));
    }

    private static IamException noSuchRole(String name) {
        return new IamException(404, "NoSuchEntity", "The role with name " + name + " cannot be found.");
    }

    private static IamXml.Content role(Regions.Partition partition, ServiceLinkedRole role) {
        // IAM percent-encodes the policy (RFC 3986), which URLEncoder does but for spaces.
        String trust = URLEncoder.encode(trustPolicy().toString(), StandardCharsets.UTF_8).replace("+", "%20");
        return xml -> xml.element("Role", fields -> fields
                .element("Path", ServiceLinkedRole.PATH)
                .element("RoleName", ServiceLinkedRole.NAME)
                .element("RoleId", role.id())
                .element("Arn", ServiceLinkedRole.arn(partition, role.account()))
                .element("CreateDate", role.createdAt().toString())
                .element("AssumeRolePolicyDocument", trust)
                .element("MaxSessionDuration", "3600"));
    }

    private static ObjectNode trustPolicy() {
        ObjectNode policy = EcrJson.object().put("Version", "2012-10-17");
        ObjectNode statement = policy.putArray("Statement").addObject().put("Effect", "Allow");
        statement.putObject("Principal").put("Service", ServiceLinkedRole.SERVICE);
        statement.put("Action", "sts:AssumeRole");
        return policy;
    }
}
