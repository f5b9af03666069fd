package dev.ferry.permissions;

import dev.ferry.local.TestServices;
import dev.ferry.local.template.FunctionRoles;
import dev.ferry.local.template.TemplateParameters;
import dev.ferry.testing.SdkCalls.Call;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.regions.Region;

/**
 * Holds every test to the policies of {@code template.yaml}: a call that a function makes of AWS, in whatever test, has to
 * be allowed by that function's role. The local services check no permission, so a policy that misses one would be seen
 * by the first user of a deployment otherwise.
 */
public final class FunctionPermissions {
    private static final String ALL_REGIONS =
            Region.regions().stream().map(Region::id).collect(Collectors.joining(","));
    /** A Region of its own, so that what is called is always another one. */
    private static final String ELSEWHERE = "ap-northeast-3";

    /** A packaged function that a test has started has the tests' classes, yet no template to read. */
    private static final boolean IN_A_PROCESS_OF_ITS_OWN = System.getenv("AWS_LAMBDA_RUNTIME_API") != null;

    private static final Map<String, Map<String, RolePolicy>> ROLES = new ConcurrentHashMap<>();

    private FunctionPermissions() {}

    /** @throws IllegalStateException if a function makes the call whose role does not allow it */
    public static void require(Call call) {
        if (IN_A_PROCESS_OF_ITS_OWN) {
            return;
        }
        CallingFunction.find().ifPresent(function -> {
            for (Permission permission : needed(call)) {
                if (!allows(function, call.region(), ALL_REGIONS, permission)
                        && !allows(function, ELSEWHERE, ALL_REGIONS, permission)) {
                    throw new IllegalStateException(
                            "template.yaml does not allow the function " + function + " " + permission);
                }
            }
        });
    }

    static List<Permission> needed(Call call) {
        return new CallPermissions(TestServices.OPERATOR_ACCOUNT, call.region())
                .of(call.service(), call.operation(), call.request());
    }

    /**
     * @param own     the Region of the stack that the function is in
     * @param regions the stack's parameter {@code Regions}
     */
    static boolean allows(String function, String own, String regions, Permission permission) {
        RolePolicy role = ROLES.computeIfAbsent(own + " of " + regions, any -> roles(own, regions)).get(function);
        if (role == null) {
            throw new IllegalStateException("template.yaml has no function " + function);
        }
        return role.allows(permission);
    }

    private static Map<String, RolePolicy> roles(String own, String regions) {
        return FunctionRoles.policies(Path.of("template.yaml"), new TemplateParameters(
                        own, TestServices.OPERATOR_ACCOUNT, "aws", "amazonaws.com", Map.of("Regions", regions)))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, role -> RolePolicy.of(role.getValue())));
    }
}
