package dev.ferry.functions;

/** What is measured, under the names and in the units that CloudWatch shows. */
enum Metric {
    /** Pushes that were recorded, through ECR's API, the distribution API or a notification. */
    PUSHED("Pushed", "Count"),
    /** Deletions that go to other registries. */
    DELETED("Deleted", "Count"),
    /** Of pushes. */
    REPLICATIONS_COMPLETED("ReplicationsCompleted", "Count"),
    /** Replications of deletions that did not fail. */
    DELETIONS_COMPLETED("DeletionsCompleted", "Count"),
    /** Of pushes and of deletions. */
    REPLICATIONS_FAILED("ReplicationsFailed", "Count"),
    /** Tries that failed, and come back. */
    REPLICATIONS_RETRIED("ReplicationsRetried", "Count"),
    /** From the push to the moment when the image can be pulled at the destination. */
    REPLICATION_LAG("ReplicationLag", "Milliseconds"),
    /** Replications that have not ended. */
    OPEN_REPLICATIONS("OpenReplications", "Count"),
    /** How long ago that was pushed which has been waiting for its end the longest; 0 if nothing is open. */
    OLDEST_OPEN_REPLICATION("OldestOpenReplication", "Seconds");

    private final String title;
    private final String unit;

    Metric(String title, String unit) {
        this.title = title;
        this.unit = unit;
    }

    String title() {
        return title;
    }

    String unit() {
        return unit;
    }
}
