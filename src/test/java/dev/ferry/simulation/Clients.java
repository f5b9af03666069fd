package dev.ferry.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.messaging.ReplicationMessage;
import dev.ferry.registry.Digest;
import dev.ferry.registry.ImageAlreadyExistsException;
import dev.ferry.registry.ImageId;
import dev.ferry.registry.LayerUpload;
import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository.Encryption;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.registry.TagMutability;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.Push;
import dev.ferry.simulation.functions.Ferry;
import dev.ferry.simulation.functions.FunctionName;
import dev.ferry.simulation.functions.Functions;
import dev.ferry.simulation.history.History;
import dev.ferry.simulation.promises.PushIsAtomic;
import dev.ferry.simulation.promises.Violation;
import dev.ferry.testing.TestImage;
import dev.ferry.testing.TestImage.Blob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What clients do to their registries. Each act is drawn from a seed of its own, so that leaving one out changes no other. */
final class Clients {
    static final TagMutability IMMUTABLE = new TagMutability(TagMutability.Mode.IMMUTABLE, List.of());

    private final Functions functions;
    private final ClientRequests requests;
    private final Owners owners;
    private final LeaseHolders leaseHolders;
    private final Archivists archivists;
    private final History history;
    private final Calls calls;
    private final List<ObjectNode> notifications = new ArrayList<>();

    /** Begins a request of the act that is under way. */
    interface Calls {
        void beginRequest();
    }

    Clients(Functions functions, Stores stores, History history, Calls calls) {
        this.functions = functions;
        this.requests = new ClientRequests(functions);
        this.owners = new Owners(requests);
        this.leaseHolders = new LeaseHolders(requests, stores);
        this.archivists = new Archivists(requests, history);
        this.history = history;
        this.calls = calls;
    }

    // ------------------------------------------------------------------------------------------- the beginning

    /** Some of what there is before anything is pushed. */
    void prepare(Chance chance) {
        World.ACCOUNTS.stream().filter(account -> chance.happens(0.7)).forEach(account -> owners.optIn(account, true));
        World.REGISTRIES.forEach(registry -> {
            if (chance.happens(0.85)) {
                owners.configure(chance, registry);
            }
            World.REPOSITORIES.stream().filter(name -> chance.happens(0.7)).forEach(name -> create(chance, registry, name));
            if (chance.happens(0.85)) {
                owners.permit(registry, chance.of(RegistryPolicy.REPLICATION_AND_CREATION, RegistryPolicy.REPLICATION_ONLY));
            }
            Owners.TEMPLATES.stream().filter(prefix -> chance.happens(0.25)).forEach(prefix -> owners.putTemplate(chance, registry, prefix));
        });
    }

    // ------------------------------------------------------------------------------------------------ one act

    /**
     * Does one.
     *
     * @param underWay replications that someone may want to interfere with
     * @param policies Regions in which lifecycle policies are being evaluated, the same
     * @param requests Regions in which requests are under way, the same
     */
    void act(Chance chance, List<ReplicationMessage> underWay, List<RegionName> policies, List<RegionName> requests) {
        if (!policies.isEmpty() && chance.happens(0.5)) {
            archivists.interfere(chance, chance.of(policies));
            return;
        }
        if (!requests.isEmpty() && chance.happens(0.3)) {
            archivists.updateAny(chance, chance.of(requests));
            return;
        }
        if (!underWay.isEmpty() && chance.happens(0.7)) {
            interfere(chance, chance.of(underWay));
            return;
        }
        // Most of what happens, happens where there is something.
        Registry registry = World.REGISTRIES.get(chance.below(1 + chance.below(World.REGISTRIES.size())));
        RepositoryName name = World.REPOSITORIES.get(chance.below(1 + chance.below(World.REPOSITORIES.size())));
        switch (chance.below(50)) {
            case 0, 1, 2, 3, 4, 5, 6, 7, 8 -> push(registry, name, chance.of(World.IMAGES), tag(chance));
            case 9, 10 -> deleteImage(chance.of(World.IMAGES).digest(), registry, name);
            case 11 -> deleteTag(registry, name, chance.of(World.TAGS));
            case 12 -> deleteRepository(chance, registry, name);
            case 13 -> create(chance, registry, name);
            case 14, 15 -> owners.configure(chance, registry);
            case 16 -> owners.permit(registry, chance.of(RegistryPolicy.values()));
            case 17 -> owners.forbid(registry);
            case 18, 19 -> changeMutability(chance, registry, name);
            case 20 -> owners.optIn(chance.of(World.ACCOUNTS), chance.happens(0.6));
            case 21 -> owners.deleteRole(chance.of(World.ACCOUNTS));
            case 23, 24 -> owners.retry(chance, registry);
            case 25, 26 -> owners.putTemplate(chance, registry, chance.of(Owners.TEMPLATES));
            case 27 -> owners.deleteTemplate(registry, chance.of(Owners.TEMPLATES));
            case 28 -> leaseHolders.race(chance, registry, name);
            case 29, 30, 31 -> owners.startBackfill(chance, registry);
            case 32, 35 -> owners.stopBackfill(registry);
            case 33, 34 -> deleteTag(registry, name, chance.of(World.TAGS));
            case 36 -> untag(registry, name, chance.of(World.TAGS));
            case 37, 38, 44, 45, 46 -> owners.putLifecyclePolicy(chance, registry, name);
            case 40, 41, 42, 43 -> archivists.updateAny(chance, registry, name);
            case 39 -> owners.deleteLifecyclePolicy(registry, name);
            case 22 -> {
                if (chance.happens(0.7)) {
                    deleteLayer(chance, registry, name);
                } else {
                    lie(registry, name);
                }
            }
            default -> notify(chance);
        }
    }

    /** Changes what a replication relies on while it is under way. */
    private void interfere(Chance chance, ReplicationMessage message) {
        ImageAction pushed = history.action(message.push()).action();
        Registry destination = message.destination();
        RepositoryName name = pushed.repository();
        switch (chance.below(15)) {
            case 11, 13, 14 -> archivists.update(pushed.digest(), destination, name, Archivists.storageClass(chance));
            case 12 -> archivists.update(pushed.digest(), pushed.registry(), name, Archivists.storageClass(chance));
            case 10 -> owners.putTemplate(chance, destination, chance.of(Owners.TEMPLATES));
            case 0, 1 -> push(destination, name, chance.of(World.IMAGES), pushed.tag());
            case 2 -> push(pushed.registry(), name, chance.of(World.IMAGES), pushed.tag());
            case 3 -> deleteRepository(chance, destination, name);
            case 4 -> deleteImage(pushed.digest(), pushed.registry(), name);
            case 5 -> deleteImage(pushed.digest(), destination, name);
            case 6, 7 -> changeMutability(chance, destination, name);
            case 8 -> owners.forbid(destination);
            default -> deleteLayer(chance, destination, name);
        }
    }

    private static Optional<Tag> tag(Chance chance) {
        return chance.happens(0.75) ? Optional.of(chance.of(World.TAGS)) : Optional.empty();
    }

    private void push(Registry registry, RepositoryName name, TestImage image, Optional<Tag> tag) {
        requests.make(registry, "push " + World.nameOf(image.digest()) + " to " + registry + "/" + name
                + tag.map(named -> ":" + named).orElse(""), ferry -> push(ferry, registry, name, image, tag));
    }

    private void push(Ferry ferry, Registry registry, RepositoryName name, TestImage image, Optional<Tag> tag) {
        upload(ferry, registry, name, image.blobs());
        for (TestImage child : image.children()) {
            try {
                push(ferry, registry, name, child, Optional.empty());
            } catch (ImageAlreadyExistsException alreadyThere) {
                // So it need not be pushed.
            }
        }
        calls.beginRequest();
        Push push = ferry.pushes.push(registry, name, World.manifest(image), tag);
        if (!history.pushes().containsKey(push.id())) {
            throw new Violation(PushIsAtomic.class, "push " + push.id() + " was acknowledged before it was committed");
        }
        notifications.add(notification(push));
    }

    private static void upload(Ferry ferry, Registry registry, RepositoryName name, List<Blob> blobs) {
        Map<Digest, Blob> missing = new LinkedHashMap<>();
        blobs.forEach(blob -> missing.put(blob.digest(), blob));
        missing.keySet().removeAll(ferry.layers.available(registry, name, missing.keySet()).keySet());
        missing.forEach((digest, blob) -> {
            LayerUpload upload = ferry.uploads.begin(ferry.repositories.get(registry, name), registry.account().value());
            ferry.uploads.append(registry, name, upload.id(), 0, blob.bytes());
            ferry.completion.finish(registry, name, upload.id(), digest);
        });
    }

    /** Uploads a layer and says that it is another one. */
    private void lie(Registry registry, RepositoryName name) {
        Digest digest = World.IMAGES.get(0).config().digest();
        requests.make(registry, "upload to " + registry + "/" + name + " what is not " + digest, ferry -> {
            LayerUpload upload = ferry.uploads.begin(ferry.repositories.get(registry, name), registry.account().value());
            ferry.uploads.append(registry, name, upload.id(), 0, new byte[] {1, 2, 3});
            ferry.completion.finish(registry, name, upload.id(), digest);
        });
    }

    private void deleteImage(Digest digest, Registry registry, RepositoryName name) {
        requests.make(registry, "delete " + World.nameOf(digest) + " of " + registry + "/" + name,
                ferry -> ferry.deletion.delete(registry, name, ImageId.of(digest)));
    }

    private void deleteTag(Registry registry, RepositoryName name, Tag tag) {
        requests.make(registry, "delete " + registry + "/" + name + ":" + tag, ferry -> ferry.deletion.delete(
                registry, name, new ImageId(Optional.empty(), Optional.of(tag))));
    }

    /** As a client of OCI's API deletes a manifest by its tag: the image stays, be it the last one. */
    private void untag(Registry registry, RepositoryName name, Tag tag) {
        requests.make(registry, "untag " + registry + "/" + name + ":" + tag, ferry -> ferry.deletion.untag(registry, name, tag));
    }

    private void deleteLayer(Chance chance, Registry registry, RepositoryName name) {
        TestImage image = chance.of(World.IMAGES.stream().filter(any -> !any.blobs().isEmpty()).toList());
        Digest layer = chance.of(image.blobs()).digest();
        requests.make(registry, "delete layer " + layer + " of " + registry + "/" + name,
                ferry -> ferry.layerDeletion.delete(registry, name, layer));
    }

    private void create(Chance chance, Registry registry, RepositoryName name) {
        TagMutability mutability = chance.happens(0.2) ? IMMUTABLE : TagMutability.MUTABLE;
        requests.make(registry, "create " + registry + "/" + name + " " + mutability.mode(),
                ferry -> ferry.repositories.create(registry, name, mutability, false, Encryption.DEFAULT, Map.of()));
    }

    private void deleteRepository(Chance chance, Registry registry, RepositoryName name) {
        boolean force = chance.happens(0.8);
        requests.make(registry, "delete " + registry + "/" + name + (force ? " by force" : ""),
                ferry -> ferry.repositories.delete(registry, name, force));
    }

    private void changeMutability(Chance chance, Registry registry, RepositoryName name) {
        TagMutability mutability = chance.happens(0.5) ? IMMUTABLE : TagMutability.MUTABLE;
        requests.make(registry, "make " + registry + "/" + name + " " + mutability.mode(), ferry -> ferry.repositories.change(
                registry, name, repository -> repository.withTagMutability(mutability)));
    }

    // ------------------------------------------------------------------------------------------- notifications

    private static ObjectNode notification(Push push) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "notification-of-" + push.id().value().substring(13))
                .put("detail-type", "ECR Image Action")
                .put("source", "aws.ecr")
                .put("account", push.registry().account().value())
                .put("region", push.registry().region().value())
                .put("time", push.pushedAt().toString());
        ObjectNode detail = event.putObject("detail")
                .put("action-type", "PUSH")
                .put("result", "SUCCESS")
                .put("repository-name", push.repository().value())
                .put("image-digest", push.digest().toString());
        push.tag().ifPresent(tag -> detail.put("image-tag", tag.value()));
        return event;
    }

    /** Tells, perhaps once more, of something that was pushed. */
    private void notify(Chance chance) {
        if (!notifications.isEmpty()) {
            ObjectNode event = notifications.get(chance.below(notifications.size()));
            Registry registry = Registry.of(event.get("account").asText(), event.get("region").asText());
            functions.invoke(FunctionName.PUSH, registry.region(), "notify " + event.get("id").asText(), Optional.empty(),
                    ferry -> ferry.push.handleRequest(event, null));
        }
    }
}
