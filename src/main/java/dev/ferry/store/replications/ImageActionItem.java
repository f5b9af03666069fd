package dev.ferry.store.replications;

import dev.ferry.registry.RegionName;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.Deletion;
import dev.ferry.replication.ImageAction;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.Plan;
import dev.ferry.replication.Push;
import dev.ferry.replication.PushId;
import dev.ferry.store.Attributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A push or a deletion as its item in the {@link ReplicationsTable} holds it. */
final class ImageActionItem {
    private static final String PUSH = "push";
    private static final String DELETION = "deletion";

    private ImageActionItem() {}

    static boolean isPush(Map<String, AttributeValue> item) {
        return Attributes.string(item, "kind").equals(PUSH);
    }

    static boolean isDeletion(Map<String, AttributeValue> item) {
        return Attributes.string(item, "kind").equals(DELETION);
    }

    static Map<String, AttributeValue> attributes(ImageAction action) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        attributes.put("region", Attributes.string(action.registry().region()));
        attributes.put("plan", AttributeValue.fromL(
                action.plan().destinations().stream().map(Attributes::string).toList()));
        if (action instanceof Push push) {
            attributes.put("kind", Attributes.string(PUSH));
            attributes.put("pushedAt", Attributes.time(push.pushedAt()));
            push.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
            push.tagVersion().ifPresent(version -> attributes.put("tagVersion", Attributes.number(version)));
            if (push.deletions() > 0) {
                attributes.put("deletions", Attributes.number(push.deletions()));
            }
        } else if (action instanceof Deletion deletion) {
            attributes.put("kind", Attributes.string(DELETION));
            attributes.put("pushedAt", Attributes.time(deletion.at()));
            attributes.put("tags", Attributes.map(deletion.tags().entrySet().stream().collect(Collectors.toMap(
                    tag -> tag.getKey().value(), tag -> Attributes.number(tag.getValue())))));
            deletion.deletions().ifPresent(count -> attributes.put("deletions", Attributes.number(count)));
            deletion.tag().ifPresent(tag -> attributes.put("tag", Attributes.string(tag)));
        }
        return attributes;
    }

    static ImageAction read(Map<String, AttributeValue> item) {
        ImageKey image = ImageKey.parse(Attributes.string(item, "image"));
        PushId id = new PushId(Attributes.string(item, "push"));
        Registry registry =
                new Registry(image.repository().account(), new RegionName(Attributes.string(item, "region")));
        RepositoryName repository = image.repository().repository();
        Instant at = Attributes.time(item, "pushedAt");
        Plan plan = new Plan(Attributes.required(item, "plan", value -> value.hasL() ? value.l() : null).stream()
                .map(destination -> registry(destination.s()))
                .toList());
        if (isDeletion(item)) {
            Map<Tag, Long> tags = Attributes.required(item, "tags", value -> value.hasM() ? value.m() : null)
                    .entrySet().stream()
                    .collect(Collectors.toMap(tag -> new Tag(tag.getKey()), tag -> Long.parseLong(tag.getValue().n())));
            return new Deletion(id, registry, repository, image.digest(), tags, count(item, "deletions"), at, plan);
        }
        Optional<Tag> tag = Attributes.optionalString(item, "tag").map(Tag::new);
        return new Push(id, registry, repository, image.digest(), tag, count(item, "tagVersion"), at, plan,
                count(item, "deletions").orElse(0));
    }

    private static OptionalLong count(Map<String, AttributeValue> item, String name) {
        return item.containsKey(name) ? OptionalLong.of(Attributes.number(item, name)) : OptionalLong.empty();
    }

    private static Registry registry(String text) {
        String[] parts = text.split("/");
        return Registry.of(parts[0], parts[1]);
    }
}
