package dev.ferry.cli.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ferry.registry.RegionName;
import dev.ferry.replication.ImageKey;
import dev.ferry.replication.PushId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Which pushes a write to DynamoDB is about, so that the console need not look for them. */
final class WrittenPushes {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The attributes of the key of the table of replications. */
    private static final String IMAGE = "image";
    private static final String PUSH = "push";

    private WrittenPushes() {}

    static List<SeenPush> in(String region, String request) {
        if (!request.contains("-replications")) {
            return List.of();
        }
        List<SeenPush> found = new ArrayList<>();
        try {
            collect(JSON.readTree(request), region, found);
        } catch (JsonProcessingException notOurs) {
            return List.of(); // DynamoDB has refused it, too
        }
        return found;
    }

    private static void collect(JsonNode node, String region, List<SeenPush> found) {
        String image = node.path(IMAGE).path("S").asText();
        String push = node.path(PUSH).path("S").asText();
        // An end names the push in its image and is at the destination; only what is at the source can be followed.
        if (!push.isEmpty() && Character.isDigit((image + " ").charAt(0))) {
            found.add(new SeenPush(new RegionName(region), ImageKey.parse(image), new PushId(push.split("#")[0])));
        }
        Stream.of("Put", "Update", "TransactItems", "Item", "Key", "RequestItems", "PutRequest")
                .map(node::path)
                .forEach(inner -> collectAll(inner, region, found));
    }

    private static void collectAll(JsonNode inner, String region, List<SeenPush> found) {
        if (inner.isArray()) {
            inner.forEach(each -> collect(each, region, found));
        } else if (inner.isObject()) {
            collect(inner, region, found);
        }
    }
}
