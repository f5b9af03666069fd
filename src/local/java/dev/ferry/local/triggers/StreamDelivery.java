package dev.ferry.local.triggers;

import dev.ferry.local.lambda.RetryDelay;
import dev.ferry.local.template.Trigger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Brings the records of a shard to a function, in order: a batch is tried again until it is handled or given up, and the
 * records behind it wait.
 */
final class StreamDelivery {
    private final Trigger.Stream trigger;
    private final BatchFunction function;
    private final RetryDelay delay;
    private final Clock clock;
    private final Progress progress;
    private final PollSignal signal;

    /** Is told how far the shard was handled. */
    interface Progress {

        /** All records up to this one need no more attention. */
        void handled(StreamRecord last);

        /** @param condition Lambda's word for why the batch is not tried again */
        void givenUp(List<StreamRecord> batch, String condition, int attempts);
    }

    StreamDelivery(
            Trigger.Stream trigger,
            BatchFunction function,
            RetryDelay delay,
            Clock clock,
            Progress progress,
            PollSignal signal) {
        this.trigger = trigger;
        this.function = function;
        this.delay = delay;
        this.clock = clock;
        this.progress = progress;
        this.signal = signal;
    }

    /** Returns when every record was handled or given up, or the poller is to end. */
    void deliver(List<StreamRecord> batch) throws InterruptedException {
        deliver(batch, 0);
    }

    private void deliver(List<StreamRecord> batch, int failuresBefore) throws InterruptedException {
        List<StreamRecord> open = batch;
        int failures = failuresBefore;
        while (!open.isEmpty() && !signal.isStopped()) {
            int tooOld = countTooOld(open);
            if (tooOld > 0) {
                giveUp(open.subList(0, tooOld), "RecordAgeExceeded", failures);
                open = open.subList(tooOld, open.size());
                continue;
            }
            int handled = handledBeforeFirstFailure(open);
            if (handled > 0) {
                progress.handled(open.get(handled - 1));
                open = open.subList(handled, open.size());
                failures = 0; // what is left is another batch now
                continue;
            }
            if (signal.isStopped()) {
                return; // it failed because the functions were ended
            }
            signal.pause(delay.after(failures + 1));
            if (trigger.bisectBatchOnFunctionError() && open.size() > 1) {
                // As on Lambda, halving a batch uses no attempt up.
                deliver(open.subList(0, open.size() / 2), failures);
                deliver(open.subList(open.size() / 2, open.size()), failures);
                return;
            }
            failures++;
            if (failures > trigger.maximumRetryAttempts()) {
                giveUp(open, "RetryAttemptsExhausted", failures);
                return;
            }
        }
    }

    private int handledBeforeFirstFailure(List<StreamRecord> batch) {
        Set<String> failed = function.failuresOf(batch);
        int handled = 0;
        while (handled < batch.size() && !failed.contains(batch.get(handled).identifier())) {
            handled++;
        }
        return handled;
    }

    private int countTooOld(List<StreamRecord> batch) {
        Instant oldest = clock.instant().minus(trigger.maximumRecordAge());
        int count = 0;
        while (count < batch.size() && batch.get(count).at().isBefore(oldest)) {
            count++;
        }
        return count;
    }

    private void giveUp(List<StreamRecord> batch, String condition, int attempts) {
        progress.givenUp(batch, condition, attempts);
        progress.handled(batch.get(batch.size() - 1));
    }
}
