// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

final class TableTest {
    private final Table table = new Table("ID", "NAME", "OPEN");

    @Test
    void wordsStandOnTheLeftAndNumbersOnTheRight() {
        table.row(7, "storage", 12);
        table.row(10, "né", 3);

        assertEquals("""
                ID  NAME     OPEN
                 7  storage    12
                10  né          3
                """, printed());
    }

    @Test
    void aTableWithoutRowsIsItsHeadings() {
        assertEquals("ID  NAME  OPEN\n", printed());
    }

    @Test
    void aRowThatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> table.row(1, "one"));
    }

    private String printed() {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
