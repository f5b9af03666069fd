package dev.ferry.messaging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.registry.AccountId;
import dev.ferry.registry.InvalidValueException;
import dev.ferry.replication.BackfillId;
import java.util.Optional;

/**
 * Which backfill is to be carried on. Its Region is that of the queue that the message lies in.
 *
 * @param turn that it is to have: a message about another one comes too late
 */
public record BackfillMessage(AccountId account, BackfillId backfill, long turn) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public String write() {
        return JsonNodeFactory.instance.objectNode()
                .put("account", account.value())
                .put("backfill", backfill.value())
                .put("turn", turn)
                .toString();
    }

    /** Empty when it is no message about a backfill. */
    public static Optional<BackfillMessage> read(String body) {
        try {
            JsonNode message = JSON.readTree(body);
            return message.path("turn").isIntegralNumber()
                    ? Optional.of(new BackfillMessage(
                            new AccountId(message.path("account").asText()),
                            new BackfillId(message.path("backfill").asText()),
                            message.path("turn").longValue()))
                    : Optional.empty();
        } catch (JsonProcessingException | InvalidValueException unreadable) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return "turn " + turn + " of backfill " + backfill;
    }
}
