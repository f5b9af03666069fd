package dev.ferry.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text for a person, each as wide as its widest entry. */
final class TextTable {
    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... headings) {
        row(headings);
    }

    TextTable row(String... entries) {
        rows.add(List.of(entries));
        return this;
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    /** The rows as lines, the headings first. Control characters, which a reason may hold, are shown as spaces. */
    List<String> lines() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        rows.forEach(row -> {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        });
        return rows.stream().map(row -> line(row, widths)).toList();
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
