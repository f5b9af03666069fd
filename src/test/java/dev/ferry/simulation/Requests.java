package dev.ferry.simulation;

import dev.ferry.registry.RegionName;
import dev.ferry.simulation.history.ItemName;
import dev.ferry.simulation.history.TableKeys;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;

/** Puts a call into a few words for a trace. */
final class Requests {
    private static final List<String> NAMES =
            List.of("Key", "SourceKey", "DestinationKey", "TableName", "IndexName", "RequestItems", "QueueUrl");

    private Requests() {}

    static String inWords(RegionName region, SdkRequest request) {
        String operation = request.getClass().getSimpleName().replaceFirst("Request$", "");
        List<ItemName> written = TableKeys.written(region, request);
        String about = !written.isEmpty()
                ? written.stream().map(item -> item.table() + " " + item.partition() + " " + item.sort())
                        .collect(Collectors.joining(", "))
                : request instanceof SendMessageBatchRequest send
                        ? send.entries().stream().map(entry -> entry.messageBody()).collect(Collectors.joining(", "))
                        : request.sdkFields().stream()
                                .filter(field -> NAMES.contains(field.memberName()))
                                .map(field -> value(request, field))
                                .flatMap(Optional::stream)
                                .collect(Collectors.joining(" "));
        return operation + " in " + region + ": " + shortened(about);
    }

    private static Optional<String> value(SdkRequest request, SdkField<?> field) {
        return request.getValueForField(field.memberName(), Object.class).map(Object::toString);
    }

    /** Nobody can read a whole digest. */
    private static String shortened(String text) {
        return text.replaceAll("([0-9a-f]{8})[0-9a-f]{56}", "$1");
    }
}
