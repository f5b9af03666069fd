package dev.ferry.local.queues;

/**
 * What a standard queue leaves open (SQS developer guide, "Standard queues": at-least-once delivery, best-effort
 * ordering). Whoever runs a simulation decides it.
 */
public interface DeliveryChoices {
    /** The oldest message first, each once. */
    DeliveryChoices IN_ORDER = new DeliveryChoices() {
        @Override
        public int next(int visible) {
            return 0;
        }

        @Override
        public boolean staysVisible() {
            return false;
        }

        @Override
        public boolean survivesDeletion() {
            return false;
        }
    };

    /**
     * Which of the messages that are visible is received next.
     *
     * @param visible how many these are; at least one
     * @return from 0, the one that was sent first, to {@code visible - 1}
     */
    int next(int visible);

    /** Whether the message that is being received can be received by another one at the same time. */
    boolean staysVisible();

    /** Whether a copy of the message that is being deleted is missed, and comes again after its visibility timeout. */
    boolean survivesDeletion();
}
