package dev.ferry.cli.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ferry.cli.ExplainedPush;
import dev.ferry.cli.ExplainedRules;
import dev.ferry.cli.Stack;
import dev.ferry.registry.Digest;
import dev.ferry.registry.Registry;
import dev.ferry.registry.RepositoryKey;
import dev.ferry.registry.RepositoryName;
import dev.ferry.registry.Tag;
import dev.ferry.replication.ImageKey;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One image: its manifest, what refers to it, what each rule makes of it, and what became of its last push. */
final class ImageView implements ConsoleView {
    private static final int REFERRERS = 100;

    @Override
    public ObjectNode read(Stack stack, ViewParameters query) {
        Registry registry = query.registry("registry");
        RepositoryName repository = new RepositoryName(query.required("repository"));
        Digest digest = Digest.parse(query.required("digest"));
        Optional<Tag> tag = query.get("tag").map(Tag::new);
        RepositoryKey key = new RepositoryKey(registry.account(), repository);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.set("rules", ExplainedRules.json(stack.explanations().explain(registry, repository, tag)));
        stack.statuses().lastPush(registry, new ImageKey(key, digest), tag)
                .ifPresent(push -> all.set("lastPush", ExplainedPush.json(push)));
        ArrayNode referrers = all.putArray("referrers");
        stack.referrers().of(registry.region(), key, digest, Optional.empty()).limit(REFERRERS)
                .map(Digest::toString).forEach(referrers::add);
        // One that is too large for its item lies with the layers, which a console does not read.
        stack.images().image(registry.region(), key, digest)
                .flatMap(stored -> stored.manifest())
                .ifPresent(bytes -> all.put("manifest", new String(bytes, StandardCharsets.UTF_8)));
        return all;
    }
}
