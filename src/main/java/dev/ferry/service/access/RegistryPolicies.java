package dev.ferry.service.access;

import dev.ferry.policy.InvalidPolicyException;
import dev.ferry.policy.PolicyDocument;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.Registry;
import dev.ferry.store.PoliciesTable;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** The policy of a registry, put, read and deleted (ECR user guide, "Private registry permissions"). */
@ApplicationScoped
public class RegistryPolicies {
    private final PoliciesTable policies;

    public RegistryPolicies(PoliciesTable policies) {
        this.policies = policies;
    }

    /**
     * Replaces the policy.
     *
     * @throws EcrException InvalidParameterException that says what is wrong with the text; nothing was written
     */
    public void put(Registry registry, String text) {
        try {
            PolicyDocument.parse(PolicyDocument.Kind.REGISTRY, text);
        } catch (InvalidPolicyException invalid) {
            throw EcrException.invalidParameter(
                    "PolicyText", "Invalid registry policy provided: " + invalid.getMessage());
        }
        policies.put(registry.region(), PoliciesTable.registryPolicyKey(registry.account()), text);
    }

    /** @throws EcrException RegistryPolicyNotFoundException */
    public String get(Registry registry) {
        return found(registry, policies.text(registry.region(), PoliciesTable.registryPolicyKey(registry.account())));
    }

    /**
     * Deletes the policy.
     *
     * @return the text that it had
     * @throws EcrException RegistryPolicyNotFoundException
     */
    public String delete(Registry registry) {
        return found(registry, policies.delete(registry.region(), PoliciesTable.registryPolicyKey(registry.account())));
    }

    private static String found(Registry registry, Optional<String> text) {
        return text.orElseThrow(() -> new EcrException(ErrorCode.REGISTRY_POLICY_NOT_FOUND,
                "Registry policy does not exist in the registry with id '" + registry.account() + "'"));
    }
}
