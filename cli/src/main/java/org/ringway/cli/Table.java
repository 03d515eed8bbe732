// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Rows under headings, in columns as wide as their widest cell; numbers stand on the right.
public final class Table {
    private static final String GAP = "  ";

    private final List<List<Object>> rows = new ArrayList<>();

    /// @param headings of the columns
    public Table(String... headings) {
        rows.add(List.of((Object[]) headings));
    }

    /// Adds a row.
    ///
    /// @param cells one for each heading
    public void row(Object... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException("cells do not fit the headings: cells="
                    + cells.length + " headings=" + rows.getFirst().size());
        }
        rows.add(List.of(cells));
    }

    /// Prints headings and rows.
    ///
    /// @param out where to
    public void print(PrintWriter out) {
        List<Column> columns = IntStream.range(0, rows.getFirst().size())
                .mapToObj(this::column)
                .toList();
        for (List<Object> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns.size(); i++) {
                line.append(i == 0 ? "" : GAP).append(columns.get(i).pad(row.get(i).toString()));
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private Column column(int index) {
        List<Object> cells = rows.stream().map(row -> row.get(index)).toList();
        int width = cells.stream().mapToInt(cell -> length(cell.toString())).max().orElse(0);
        boolean numbers = cells.size() > 1
                && cells.stream().skip(1).allMatch(Number.class::isInstance);
        return new Column(width, numbers);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private record Column(int width, boolean numbers) {
        String pad(String cell) {
            String blanks = " ".repeat(width - length(cell));
            return numbers ? blanks + cell : cell + blanks;
        }
    }
}
