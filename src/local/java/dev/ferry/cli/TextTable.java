package dev.ferry.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for a person, each as wide as its widest entry so far. */
final class TextTable {
    private static final int PAGE = 200;

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;
    private boolean empty;

    TextTable(String... headings) {
        widths = new int[headings.length];
        row(headings);
        empty = true;
    }

    TextTable row(String... entries) {
        rows.add(List.of(entries));
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], entries[column].length());
        }
        empty = false;
        return this;
    }

    /** Whether there was no row but the headings. */
    boolean isEmpty() {
        return empty;
    }

    /** Whether there are enough rows to print them. */
    boolean isPage() {
        return rows.size() >= PAGE;
    }

    /**
     * The rows that were added since the last time as lines, the headings first. Control characters, which a reason may hold,
     * are shown as spaces.
     */
    List<String> takeLines() {
        List<String> lines = rows.stream().map(row -> line(row, widths)).toList();
        rows.clear();
        return lines;
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String entry = row.get(column).replaceAll("\\p{Cntrl}", " ");
            line.append(entry).append(" ".repeat(widths[column] - entry.length() + 2));
        }
        return line.toString().stripTrailing();
    }
}
