package dev.ferry.simulation.promises;

import dev.ferry.registry.RegionName;
import dev.ferry.simulation.history.Change;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.history.ItemName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The creation templates that were there for a repository from a moment on, read without Ferry's rules, so that these can
 * be judged by them. Those of a simulation have the first part of a name as their prefix, or ROOT.
 */
record Templates(List<Optional<Map<String, AttributeValue>>> ofPrefix, List<Optional<Map<String, AttributeValue>>> ofRoot) {

    static Templates since(long commit, RegionName region, String account, String repository, History history) {
        String prefix = repository.substring(0, repository.indexOf('/'));
        return new Templates(
                history.since(commit, item(region, account, prefix)).map(Templates::forReplication).toList(),
                history.since(commit, item(region, account, "ROOT")).map(Templates::forReplication).toList());
    }

    private static ItemName item(RegionName region, String account, String prefix) {
        return new ItemName(region, "settings", account, "template#" + prefix);
    }

    private static Optional<Map<String, AttributeValue>> forReplication(Optional<Map<String, AttributeValue>> template) {
        return template.filter(item -> item.containsKey("appliedFor") && item.get("appliedFor").ss().contains("REPLICATION"));
    }

    /** Each that may have been the one to go by; nothing where it may have been that there was none. */
    Stream<Optional<Map<String, AttributeValue>>> inForce() {
        Stream<Optional<Map<String, AttributeValue>>> fallback =
                ofPrefix.stream().anyMatch(Optional::isEmpty) ? ofRoot.stream() : Stream.empty();
        return Stream.concat(ofPrefix.stream().filter(Optional::isPresent), fallback);
    }

    /** Whether one that may have been in force sets what needs a role, and names none. */
    boolean lackRole() {
        return inForce().flatMap(Optional::stream).anyMatch(template ->
                (!template.get("resourceTags").m().isEmpty() || !template.get("encryption").s().equals("AES256"))
                        && !template.containsKey("customRoleArn"));
    }

    /** Whether the repository, with its policy, is as one of them has it, or by default where there was none. */
    boolean haveMade(Map<String, AttributeValue> repository, Optional<String> policy) {
        return !repository.get("scanOnPush").bool() && inForce().anyMatch(template -> template
                .map(given -> Stream.of("tagMutability", "tagMutabilityExclusions", "encryption", "kmsKey", "resourceTags")
                                .allMatch(setting -> Optional.ofNullable(repository.get(setting))
                                        .equals(Optional.ofNullable(given.get(setting))))
                        && policy.equals(Change.text(template, "repositoryPolicy")))
                .orElseGet(() -> hasDefaults(repository) && policy.isEmpty()));
    }

    private static boolean hasDefaults(Map<String, AttributeValue> repository) {
        return repository.get("tagMutability").s().equals("MUTABLE")
                && !repository.containsKey("tagMutabilityExclusions")
                && repository.get("encryption").s().equals("AES256")
                && repository.get("resourceTags").m().isEmpty();
    }
}
