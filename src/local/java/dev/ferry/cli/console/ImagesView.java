package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.Stack;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Image;
import dev.ferry.registry.Registry;
import dev.ferry.registry.Repository;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ReplicationConfiguration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The repositories of a registry, and of one of them the images, beside what the registry's destinations have of them. */
final class ImagesView implements ConsoleView {
    private static final int REPOSITORIES = 500;
    private static final int IMAGES = 200;
    private static final int AT_ONCE = 100;

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode registries = all.putArray("registries");
        KnownRegistries.of(stack).keySet().forEach(registry -> registries.add(registry.toString()));
        if (query.get("registry").isPresent()) {
            Registry registry = query.registry("registry");
            ArrayNode names = all.putArray("repositories");
            stack.repositories().repositories(registry, Optional.empty(), AT_ONCE).limit(REPOSITORIES)
                    .forEach(repository -> repository(names.addObject(), repository));
            query.get("repository").map(RepositoryName::new).ifPresent(name -> images(stack, registry, name, all));
        }
        return all;
    }

    private static void repository(ObjectNode into, Repository repository) {
        into.put("repositoryName", repository.name().value())
                .put("imageTagMutability", repository.tagMutability().mode().name());
    }

    private static void images(Stack stack, Registry source, RepositoryName name, ObjectNode into) {
        List<Registry> sides = new ArrayList<>(List.of(source));
        ReplicationConfiguration configuration = stack.settings().replication(source);
        configuration.destinations().forEach(sides::add);
        ArrayNode picked = into.putArray("picked");
        configuration.destinations().filter(to -> configuration.to(to).picks(name)).forEach(to -> picked.add(to.toString()));
        ArrayNode named = into.putArray("sides");
        sides.forEach(side -> named.add(side.toString()));
        Map<Digest, Map<Registry, Image>> rows = new LinkedHashMap<>();
        for (Registry side : sides) {
            stack.images().images(side.region(), new RepositoryKey(side.account(), name), Optional.empty(), AT_ONCE)
                    .limit(IMAGES)
                    .forEach(image -> rows.computeIfAbsent(image.digest(), digest -> new TreeMap<>()).put(side, image));
        }
        ArrayNode images = into.putArray("images");
        rows.forEach((digest, where) -> {
            Image one = where.values().iterator().next();
            ObjectNode row = images.addObject()
                    .put("imageDigest", digest.toString())
                    .put("mediaType", one.mediaType())
                    .put("sizeInBytes", one.sizeInBytes())
                    .put("pushedAt", one.pushedAt().toString());
            one.artifactType().ifPresent(type -> row.put("artifactType", type));
            one.subject().ifPresent(subject -> row.put("subject", subject.toString()));
            ObjectNode at = row.putObject("at");
            where.forEach((side, image) -> tags(at.putArray(side.toString()), image));
        });
    }

    private static void tags(ArrayNode into, Image image) {
        image.tags().stream().map(Tag::value).sorted().forEach(into::add);
    }
}
