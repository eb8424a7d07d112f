package io.mooring.bench;

import java.util.ArrayList;
import java.util.List;

/** Text in columns: the first to the left, the others to the right, two spaces between. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    public TextTable(String... headings) {
        widths = new int[headings.length];
        row(headings);
    }

    /** Adds a row of as many cells as there are headings. */
    public TextTable row(String... cells) {
        if (cells.length != widths.length) throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of " + widths.length + " columns");
        for (int i = 0; i < cells.length; i++) widths[i] = Math.max(widths[i], cells[i].length());
        rows.add(cells);
        return this;
    }

    /** The headings, then the rows. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(String[] cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String space = " ".repeat(widths[i] - cells[i].length());
            line.append(i == 0 ? cells[i] + space : GAP + space + cells[i]);
        }
        return line.toString().stripTrailing();
    }
}
