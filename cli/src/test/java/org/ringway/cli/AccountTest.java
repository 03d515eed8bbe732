// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.TypeConversionException;

final class AccountTest {
    @TempDir
    private Path folder;

    private Path table;

    @BeforeEach
    void aTableWithAWrongLine() throws Exception {
        table = Files.writeString(folder.resolve("group"),
                "root:x:0:\nbroken\nbus:x:1207:ada,\u00e9mile\n");
    }

    @Test
    void aNumberNeedsNoTable() {
        assertEquals(new Account(4711), Account.read("4711", "group", folder.resolve("none")));
    }

    @Test
    void aNameIsLookedUp() {
        assertEquals(new Account(1207), Account.read("bus", "group", table));
    }

    @Test
    void anUnknownNameSaysWhatToDo() {
        TypeConversionException failure = assertThrows(TypeConversionException.class,
                () -> Account.read("buss", "group", table));

        assertEquals("no group 'buss' in " + table + "; give its number", failure.getMessage());
    }

    @Test
    void aMissingTableIsAnUnknownName() {
        assertThrows(TypeConversionException.class,
                () -> Account.read("bus", "group", folder.resolve("none")));
    }
}
