package dev.ferry.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ferry.service.LogFields;
import dev.ferry.service.image.ImageNotification;
import dev.ferry.service.image.PushNotifications;
import jakarta.inject.Named;

/**
 * {@code push}: a notification tells of an image, and becomes a recorded push. One that cannot fails, so that Lambda tries
 * it again and then keeps it in the dead letter queue.
 */
@Named("push")
public class PushFunction implements RequestHandler<JsonNode, JsonNode> {
    private final PushNotifications notifications;

    public PushFunction(PushNotifications notifications) {
        this.notifications = notifications;
    }

    @Override
    public JsonNode handleRequest(JsonNode event, Context context) {
        try {
            return JsonNodeFactory.instance.objectNode()
                    .put("push", notifications.record(ImageNotification.read(event)).value());
        } finally {
            LogFields.clear();
        }
    }
}
