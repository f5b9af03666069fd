package dev.ferry.api;

import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.registry.ServiceLinkedRole;
import dev.ferry.service.ServiceLinkedRoles;
import dev.ferry.store.SettingsTable.RoleDeletion;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The part of IAM by which the service-linked role of replication is seen and deleted: GetRole,
 * CreateServiceLinkedRole, DeleteServiceLinkedRole and GetServiceLinkedRoleDeletionStatus (IAM API reference, version
 * 2010-05-08; the Query protocol).
 */
@ApplicationScoped
public class IamProtocol {
    private static final Logger LOG = Logger.getLogger(IamProtocol.class);

    private final ServiceLinkedRoles roles;
    private final Regions regions;

    public IamProtocol(ServiceLinkedRoles roles, Regions regions) {
        this.roles = roles;
        this.regions = regions;
    }

    /** An error by IAM's own code. */
    private static final class IamException extends RuntimeException {
        private final int status;
        private final String code;

        IamException(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    boolean speaks(ApiRequest request) {
        return request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    }

    ApiResponse answer(ApiRequest request, Authentication authentication) {
        String requestId = UUID.randomUUID().toString();
        try {
            Authentication.Signature signature = authentication.authenticate(request);
            Map<String, String> input = parameters(new String(request.body(), StandardCharsets.UTF_8));
            String action = input.getOrDefault("Action", "");
            return xml(200, "<" + action + "Response xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\">"
                    + "<" + action + "Result>" + operate(action, input, signature) + "</" + action + "Result>"
                    + "<ResponseMetadata><RequestId>" + requestId + "</RequestId></ResponseMetadata></" + action + "Response>");
        } catch (IamException error) {
            return error(requestId, error);
        } catch (EcrException error) {
            return error(requestId, new IamException(error.code().status(), error.code().type(), error.getMessage()));
        } catch (RuntimeException failure) {
            // Any kind: the caller is owed an answer, but not what went wrong inside. The log has that.
            LOG.errorf(failure, "Request %s failed", requestId);
            return error(requestId, new IamException(500, "ServiceFailure", "The request failed on the server's side"));
        }
    }

    private static Map<String, String> parameters(String form) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new IamException(400, "ValidationError", "The request is not form-encoded");
        }
    }

    private String operate(String action, Map<String, String> input, Authentication.Signature signature) {
        AccountId account = signature.caller().account();
        Regions.Partition partition = partition(signature.region());
        return switch (action) {
            case "GetRole" -> role(partition, find(partition, account, required(input, "RoleName")));
            case "CreateServiceLinkedRole" -> {
                requireReplication(required(input, "AWSServiceName"));
                if (!roles.create(partition, account)) {
                    throw new IamException(400, "InvalidInput", "Service role name " + ServiceLinkedRole.NAME
                            + " has been taken in this account, please try a different suffix.");
                }
                yield role(partition, find(partition, account, ServiceLinkedRole.NAME));
            }
            case "DeleteServiceLinkedRole" -> {
                find(partition, account, required(input, "RoleName"));
                yield element("DeletionTaskId", roles.delete(partition, account)
                        .orElseThrow(() -> noSuchRole(ServiceLinkedRole.NAME)));
            }
            case "GetServiceLinkedRoleDeletionStatus" -> {
                String task = required(input, "DeletionTaskId");
                yield deletion(partition, account, roles.deletion(partition, account, task)
                        .orElseThrow(() -> new IamException(404, "NoSuchEntity", "The deletion task " + task
                                + " cannot be found.")));
            }
            default -> throw new IamException(400, "InvalidAction", "Could not find operation " + action
                    + " for version 2010-05-08");
        };
    }

    private Regions.Partition partition(RegionName region) {
        return regions.partitionOf(region).orElseThrow();
    }

    private static String required(Map<String, String> input, String name) {
        String value = input.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IamException(400, "ValidationError", "The request must contain the parameter " + name);
        }
        return value;
    }

    private static void requireReplication(String service) {
        if (!service.equals(ServiceLinkedRole.SERVICE)) {
            throw new IamException(400, "InvalidInput", "Ferry has the service-linked role of " + ServiceLinkedRole.SERVICE
                    + " only, not one of " + service);
        }
    }

    private ServiceLinkedRole find(Regions.Partition partition, AccountId account, String name) {
        return roles.find(partition, account)
                .filter(role -> name.equals(ServiceLinkedRole.NAME))
                .orElseThrow(() -> noSuchRole(name));
    }

    private static IamException noSuchRole(String name) {
        return new IamException(404, "NoSuchEntity", "The role with name " + name + " cannot be found.");
    }

    private static String role(Regions.Partition partition, ServiceLinkedRole role) {
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\""
                + ServiceLinkedRole.SERVICE + "\"},\"Action\":\"sts:AssumeRole\"}]}";
        return "<Role>"
                + element("Path", ServiceLinkedRole.PATH)
                + element("RoleName", ServiceLinkedRole.NAME)
                + element("RoleId", role.id())
                + element("Arn", ServiceLinkedRole.arn(partition, role.account()))
                + element("CreateDate", role.createdAt().toString())
                + element("AssumeRolePolicyDocument", URLEncoder.encode(trust, StandardCharsets.UTF_8).replace("+", "%20"))
                + element("MaxSessionDuration", "3600")
                + "</Role>";
    }

    private static String deletion(Regions.Partition partition, AccountId account, RoleDeletion deletion) {
        if (deletion.inUse().isEmpty()) {
            return element("Status", "SUCCEEDED");
        }
        String usages = deletion.inUse().stream()
                .map(region -> "<member>" + element("Region", region.value()) + "<Resources>" + element("member",
                        "arn:" + partition.id() + ":ecr:" + region + ":" + account + ":replication-configuration")
                        + "</Resources></member>")
                .collect(Collectors.joining());
        return element("Status", "FAILED") + "<Reason>"
                + element("Reason", "A replication configuration uses the role. Remove it in every Region first.")
                + "<RoleUsageList>" + usages + "</RoleUsageList></Reason>";
    }

    private static ApiResponse error(String requestId, IamException error) {
        return xml(error.status, "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error>"
                + element("Type", error.status < 500 ? "Sender" : "Receiver")
                + element("Code", error.code)
                + element("Message", error.getMessage())
                + "</Error>" + element("RequestId", requestId) + "</ErrorResponse>");
    }

    private static String element(String name, String text) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        return "<" + name + ">" + escaped + "</" + name + ">";
    }

    private static ApiResponse xml(int status, String body) {
        return new ApiResponse(status, Map.of("Content-Type", "text/xml"), body.getBytes(StandardCharsets.UTF_8));
    }
}
