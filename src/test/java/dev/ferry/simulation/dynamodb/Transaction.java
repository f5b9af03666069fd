package dev.ferry.simulation.dynamodb;

import dev.ferry.simulation.dynamodb.value.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;

/** Writes of different items, all of which are done or none. */
final class Transaction {
    private static final int MAX_ITEMS = 100;

    private final List<Write> writes;
    private final List<Optional<Map<String, AttributeValue>>> before = new ArrayList<>();
    private final List<Optional<Map<String, AttributeValue>>> after = new ArrayList<>();
    private final List<CancellationReason> reasons = new ArrayList<>();

    private Transaction(List<Write> writes) {
        this.writes = writes;
    }

    /** @throws software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException if any write is not allowed */
    static void run(List<Write> writes) {
        Set<List<Object>> items = new HashSet<>();
        for (Write write : writes) {
            if (!items.add(List.of(write.table().name(), write.key()))) {
                throw Refusals.invalid("Transaction request cannot include multiple operations on one item");
            }
        }
        Transaction transaction = new Transaction(writes);
        transaction.prepare();
        transaction.commit();
    }

    static void requireSize(List<?> items) {
        if (items.isEmpty() || items.size() > MAX_ITEMS) {
            throw Refusals.invalid("1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
                    + "Member must have length less than or equal to " + MAX_ITEMS
                    + " and greater than or equal to 1: " + items.size());
        }
    }

    private void prepare() {
        boolean allowed = true;
        for (Write write : writes) {
            before.add(write.before());
            CancellationReason reason = prepare(write, write.before());
            reasons.add(reason);
            allowed &= reason.equals(Refusals.noReason());
        }
        if (!allowed) {
            throw Refusals.cancelled(reasons);
        }
    }

    private CancellationReason prepare(Write write, Optional<Map<String, AttributeValue>> present) {
        if (!write.isAllowed(present)) {
            return Refusals.conditionFailedReason(present.filter(item -> write.givesOld()));
        }
        try {
            after.add(write.after(present));
            return Refusals.noReason();
        } catch (InvalidValueException invalid) {
            return Refusals.invalidReason(invalid.getMessage());
        }
    }

    private void commit() {
        for (int index = 0; index < writes.size(); index++) {
            writes.get(index).commit(before.get(index), after.get(index));
        }
    }
}
