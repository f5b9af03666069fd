package dev.ferry.simulation;

import dev.ferry.registry.RegionName;
import dev.ferry.simulation.history.ItemName;
import dev.ferry.simulation.history.TableKeys;
import dev.ferry.testing.TestImage;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/** Puts a call into a few words for a trace, the same ones whichever process it is. */
final class Requests {
    private static final List<String> NAMES = List.of("Key", "DestinationKey", "TableName", "QueueUrl");

    private Requests() {}

    static String inWords(RegionName region, SdkRequest request) {
        String operation = request.getClass().getSimpleName().replaceFirst("Request$", "");
        return operation + " in " + region + ": " + shortened(about(region, request));
    }

    private static String about(RegionName region, SdkRequest request) {
        List<ItemName> items = TableKeys.written(region, request);
        if (items.isEmpty()) {
            items = TableKeys.read(region, request);
        }
        if (!items.isEmpty()) {
            return items.stream()
                    .map(item -> (item.table() + " " + item.partition() + " " + item.sort()).strip())
                    .collect(Collectors.joining(", "));
        }
        if (request instanceof SendMessageBatchRequest send) {
            return send.entries().stream().map(entry -> entry.messageBody()).collect(Collectors.joining(", "));
        }
        return request.sdkFields().stream()
                .map(SdkField::memberName)
                .filter(NAMES::contains)
                .flatMap(name -> request.getValueForField(name, String.class).stream())
                .collect(Collectors.joining(" "));
    }

    /** Nobody can read a whole digest; images have names, and it is no matter what an upload or a task is called. */
    private static String shortened(String text) {
        String named = text;
        for (TestImage image : World.IMAGES) {
            named = named.replace(image.digest().toString(), World.nameOf(image.digest()));
        }
        return named.replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1")
                .replaceAll("(uploads |uploads/[0-9]+/|AWSServiceRoleForECRReplication/)[0-9a-f/-]{36,}", "$1...");
    }
}
