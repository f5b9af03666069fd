package dev.ferry.store;

import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.ConditionCheck;
import software.amazon.awssdk.services.dynamodb.model.Delete;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.Update;

/** One part of a transaction, and what it means when its condition does not hold. */
public final class Write {
    private final TransactWriteItem item;
    private final Supplier<? extends RuntimeException> refused;

    private Write(TransactWriteItem item, Supplier<? extends RuntimeException> refused) {
        this.item = item;
        this.refused = refused;
    }

    public static Write put(Put put, Supplier<? extends RuntimeException> refused) {
        return new Write(TransactWriteItem.builder().put(put).build(), refused);
    }

    public static Write update(Update update, Supplier<? extends RuntimeException> refused) {
        return new Write(TransactWriteItem.builder().update(update).build(), refused);
    }

    public static Write delete(Delete delete, Supplier<? extends RuntimeException> refused) {
        return new Write(TransactWriteItem.builder().delete(delete).build(), refused);
    }

    public static Write check(ConditionCheck check, Supplier<? extends RuntimeException> refused) {
        return new Write(TransactWriteItem.builder().conditionCheck(check).build(), refused);
    }

    TransactWriteItem item() {
        return item;
    }

    RuntimeException refused() {
        return refused.get();
    }
}
