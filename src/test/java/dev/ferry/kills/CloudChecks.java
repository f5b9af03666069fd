package dev.ferry.kills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.replication.FailureCode;
import dev.ferry.replication.ReplicationState.Failed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ReplicationStatus;
import software.amazon.awssdk.services.ecr.model.Repository;

/** What has to be true of a cloud that is quiet, as an AWS client sees it. */
final class CloudChecks {
    private final PatientClient client;
    private final PulledImages pulled;

    CloudChecks(PatientClient client) {
        this.client = client;
        this.pulled = new PulledImages(client);
    }

    /** Whether no replication is under way of an image that is there. */
    boolean isQuiet(Ledger ledger) {
        return ledger.images().stream().noneMatch(image -> client.ask(ledger.repository().registry(),
                        ecr -> ecr.describeImageReplicationStatus(describe -> describe
                                .repositoryName(ledger.repository().name().value())
                                .imageId(id -> id.imageDigest(image.digest().toString()))))
                .replicationStatuses()
                .stream()
                .anyMatch(status -> status.status() == ReplicationStatus.IN_PROGRESS));
    }

    /** What was acknowledged is there, all of it and nothing else. */
    void assertSourceIsAsAcknowledged(Ledger ledger) {
        assertIs(ledger, ledger.repository().registry());
    }

    private void assertIs(Ledger ledger, Registry registry) {
        RepositoryName name = ledger.repository().name();
        Map<String, ImageDetail> images = images(registry, name);
        assertThat(images.keySet())
                .as("images in %s/%s", registry, name)
                .containsExactlyInAnyOrderElementsOf(
                        ledger.images().stream().map(image -> image.digest().toString()).toList());
        assertThat(tags(images)).as("tags in %s/%s", registry, name).isEqualTo(ledger.tags());
        ledger.images().forEach(image -> pulled.pull(registry, name, image.digest()));
    }

    /** Each replication ended as it had to, and the destinations have what these ends say. */
    void assertDestinationsAreAsReplicated(Outcomes outcomes) {
        Ledger ledger = outcomes.ledger();
        for (int push = 0; push < ledger.pushes().size(); push++) {
            for (Registry destination : ledger.repository().destinations()) {
                assertEnd(outcomes, push, destination);
            }
        }
        if (ledger.repository().permitted()) {
            ledger.repository().destinations().forEach(destination -> {
                if (ledger.repository().mirrored()) {
                    assertIs(ledger, destination);
                } else {
                    assertReplicas(outcomes, destination);
                }
            });
        }
    }

    private static void assertEnd(Outcomes outcomes, int push, Registry destination) {
        if (outcomes.isComplete(push, destination) && outcomes.ledger().repository().permitted()) {
            return;
        }
        Set<FailureCode> meant = new HashSet<>();
        if (outcomes.ledger().mayHaveComeTooLate(push)) {
            meant.add(FailureCode.IMAGE_NOT_FOUND);
        }
        if (!outcomes.ledger().repository().permitted()) {
            meant.add(FailureCode.ACCESS_DENIED);
        }
        assertThat(outcomes.ofPushes().get(push).get(destination))
                .as("push %d to %s in %s", push, outcomes.ledger().repository(), destination)
                .isInstanceOfSatisfying(Failed.class, failed -> {
                    assertThat(failed.code()).isIn(meant);
                    assertThat(failed.reason()).isNotBlank();
                });
    }

    private void assertReplicas(Outcomes outcomes, Registry destination) {
        Ledger ledger = outcomes.ledger();
        RepositoryName name = ledger.repository().name();
        Map<String, ImageDetail> images = images(destination, name);
        assertThat(images.keySet())
                .as("replicas of %s in %s", ledger.repository(), destination)
                .containsAll(IntStream.range(0, ledger.pushes().size())
                        .filter(push -> outcomes.isComplete(push, destination))
                        .mapToObj(push -> ledger.pushes().get(push).digest().toString())
                        .toList())
                .isSubsetOf(ledger.pushes().stream().map(push -> push.digest().toString()).toList());
        Map<String, Set<Digest>> possible = possibleTags(outcomes, destination);
        Map<String, Digest> tags = tags(images);
        assertThat(possible.keySet()).as("tags in %s/%s", destination, name).containsAll(tags.keySet());
        possible.forEach((tag, digests) -> assertThat(Optional.ofNullable(tags.get(tag)))
                .as("tag %s in %s/%s", tag, destination, name)
                .satisfiesAnyOf(
                        found -> assertThat(found).isPresent().get().isIn(digests),
                        found -> assertThat(digests).contains((Digest) null)));
        images.keySet().forEach(digest -> pulled.pull(destination, name, Digest.parse(digest)));
    }

    /**
     * The image that a tag must name: that of the last push whose replication is complete. One behind it which failed,
     * because its image was deleted, may have brought the tag before that.
     */
    private static Map<String, Set<Digest>> possibleTags(Outcomes outcomes, Registry destination) {
        Map<String, Set<Digest>> possible = new TreeMap<>();
        List<Ledger.Pushed> pushes = outcomes.ledger().pushes();
        for (int push = 0; push < pushes.size(); push++) {
            Set<Digest> digests = possible.computeIfAbsent(pushes.get(push).tag(), tag -> new HashSet<>());
            if (outcomes.isComplete(push, destination)) {
                digests.clear();
            } else if (digests.isEmpty()) {
                digests.add(null); // none at all
            }
            digests.add(pushes.get(push).digest());
        }
        return possible;
    }

    /** Each registry has the repositories that were made in it and those of its replicas, and no more. */
    void assertNoOtherRepositories(List<Outcomes> all) {
        for (Registry registry : Scenario.REGISTRIES) {
            Set<String> expected = all.stream()
                    .map(outcomes -> outcomes.ledger().repository())
                    .filter(repository -> repository.registry().equals(registry)
                            || repository.permitted() && repository.destinations().contains(registry))
                    .map(repository -> repository.name().value())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(client.ask(registry, ecr -> ecr.describeRepositories()).repositories())
                    .as("repositories in %s", registry)
                    .extracting(Repository::repositoryName)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private Map<String, ImageDetail> images(Registry registry, RepositoryName name) {
        List<ImageDetail> details = client.ask(registry, ecr -> new ArrayList<>(ecr.describeImagesPaginator(
                        describe -> describe.repositoryName(name.value()))
                .imageDetails()
                .stream()
                .toList()));
        Map<String, ImageDetail> images = new HashMap<>();
        details.forEach(detail -> assertThat(images.put(detail.imageDigest(), detail)).isNull());
        return images;
    }

    private static Map<String, Digest> tags(Map<String, ImageDetail> images) {
        Map<String, Digest> tags = new TreeMap<>();
        images.forEach((digest, detail) -> detail.imageTags()
                .forEach(tag -> assertThat(tags.put(tag, Digest.parse(digest))).as("two images of %s", tag).isNull()));
        return tags;
    }
}
