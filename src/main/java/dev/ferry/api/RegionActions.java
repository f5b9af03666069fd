package dev.ferry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.registry.AccessDeniedException;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.EcrException;
import dev.ferry.registry.ErrorCode;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Regions;
import dev.ferry.service.account.RegionOptIns;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The part of AWS Account Management by which an account enables the Regions that have to be: EnableRegion,
 * DisableRegion, GetRegionOptStatus and ListRegions (Account Management API reference). A change is in force when the
 * call returns, so the statuses ENABLING and DISABLING are never seen.
 */
@ApplicationScoped
public class RegionActions {
    /** The paths of the actions. */
    static final Set<String> PATHS = Set.of("/enableRegion", "/disableRegion", "/getRegionOptStatus", "/listRegions");

    private static final String ENABLED = "ENABLED";
    private static final String DISABLED = "DISABLED";
    private static final String ENABLED_BY_DEFAULT = "ENABLED_BY_DEFAULT";
    private static final int MAX_RESULTS = 50;

    private final RegionOptIns optIns;
    private final Regions regions;

    public RegionActions(RegionOptIns optIns, Regions regions) {
        this.optIns = optIns;
        this.regions = regions;
    }

    /**
     * Does an action.
     *
     * @return the output's members
     * @throws EcrException what Account Management would answer instead
     */
    ObjectNode act(String path, JsonNode input, Authentication.Signature signature) {
        AccountId account = signature.caller().account();
        if (input.hasNonNull("AccountId") && !input.get("AccountId").asText().equals(account.value())) {
            throw new AccessDeniedException(
                    "The account " + account + " cannot manage the account " + input.get("AccountId").asText());
        }
        return switch (path) {
            case "/enableRegion" -> {
                optIns.enable(account, region(input));
                yield EcrJson.object();
            }
            case "/disableRegion" -> {
                optIns.disable(account, region(input));
                yield EcrJson.object();
            }
            case "/getRegionOptStatus" -> {
                RegionName region = region(input);
                if (regions.partitionOf(region).isEmpty()) {
                    throw invalid("There is no Region " + region);
                }
                boolean enabled = optIns.isEnabled(account, region);
                yield region(region, status(region, enabled));
            }
            default -> list(input, account, signature.region());
        };
    }

    private ObjectNode list(JsonNode input, AccountId account, RegionName asked) {
        Regions.Partition partition = regions.partitionOf(asked).orElseThrow();
        Set<RegionName> enabled = optIns.enabled(partition, account);
        Set<String> wanted = new HashSet<>();
        input.path("RegionOptStatusContains").forEach(status -> wanted.add(status.asText()));
        String after = input.path("NextToken").asText("");
        int most = input.path("MaxResults").asInt(MAX_RESULTS);
        if (most < 1 || most > MAX_RESULTS) {
            throw invalid("MaxResults must be between 1 and " + MAX_RESULTS);
        }
        List<ObjectNode> open = regions.regionsOf(partition).stream()
                .filter(name -> name.value().compareTo(after) > 0)
                .map(name -> region(name, status(name, enabled.contains(name))))
                .filter(region -> wanted.isEmpty() || wanted.contains(region.get("RegionOptStatus").asText()))
                .toList();
        ObjectNode output = EcrJson.object();
        ArrayNode page = output.putArray("Regions");
        open.stream().limit(most).forEach(page::add);
        if (open.size() > most) {
            output.put("NextToken", open.get(most - 1).get("RegionName").asText());
        }
        return output;
    }

    private String status(RegionName region, boolean enabled) {
        if (!regions.needsOptIn(region)) {
            return ENABLED_BY_DEFAULT;
        }
        return enabled ? ENABLED : DISABLED;
    }

    private static ObjectNode region(RegionName name, String status) {
        return EcrJson.object().put("RegionName", name.value()).put("RegionOptStatus", status);
    }

    private static RegionName region(JsonNode input) {
        try {
            return new RegionName(input.path("RegionName").asText());
        } catch (InvalidValueException invalid) {
            throw invalid("RegionName " + invalid.getMessage());
        }
    }

    private static EcrException invalid(String message) {
        return new EcrException(ErrorCode.VALIDATION, message);
    }
}
