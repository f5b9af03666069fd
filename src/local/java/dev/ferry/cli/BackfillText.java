package dev.ferry.cli;

import dev.ferry.replication.Backfill;
import dev.ferry.replication.BackfillProgress;
import dev.ferry.replication.BackfillStatus;
import java.util.List;

/** Backfills, for a person. */
final class BackfillText {
    private BackfillText() {}

    /** A row each; no lines where there is none. */
    static List<String> lines(List<Backfill> backfills) {
        TextTable table = new TextTable("BACKFILL", "FROM", "TO", "STATUS", "PROGRESS");
        backfills.forEach(backfill -> table.row(backfill.id().value(), backfill.registry().toString(),
                backfill.destination().toString(), backfill.status().name(), progress(backfill)));
        return table.isEmpty() ? List.of() : table.takeLines();
    }

    static String progress(Backfill backfill) {
        BackfillProgress progress = backfill.progress();
        if (backfill.status() == BackfillStatus.PREPARING) {
            return progress.total() + " found so far";
        }
        String failed = progress.failed() == 0
                ? ""
                : ", " + progress.failed() + " failed: " + String.join(", ", progress.failureCodes().stream().sorted().toList());
        return progress.completed() + " of " + progress.total() + " completed" + failed;
    }
}
