// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class AcpiTablesTest {
    private final ByteBuffer tables =
            ByteBuffer.wrap(AcpiTables.of(2)).order(ByteOrder.LITTLE_ENDIAN);

    private int at(long address) {
        return (int) (address - AcpiTables.ADDRESS);
    }

    private String signature(int at) {
        return new String(tables.array(), at, 4, StandardCharsets.US_ASCII);
    }

    private int sum(int at, int bytes) {
        int sum = 0;
        for (int i = at; i < at + bytes; i++) {
            sum += tables.get(i);
        }
        return sum & 0xFF;
    }

    private int list() {
        return at(tables.getLong(24));
    }

    private int table(int index) {
        return at(tables.getLong(list() + 36 + 8 * index));
    }

    @Test
    void theRootPointerLeadsToTheList() {
        assertEquals("RSD ", signature(0));
        assertEquals(2, tables.get(15), "revision");
        assertEquals(0, sum(0, 20), "sum of the first part");
        assertEquals(0, sum(0, 36), "sum of all");
        assertEquals("XSDT", signature(list()));
        assertEquals(36 + 16, tables.getInt(list() + 4));
    }

    @Test
    void everyTableSumsUpToZero() {
        int[] all = {list(), table(0), table(1), at(tables.getLong(table(0) + 140))};
        for (int each : all) {
            assertEquals(0, sum(each, tables.getInt(each + 4)), signature(each));
        }
    }

    @Test
    void theFixedTableIsOfReducedHardwareWithResetAndSleep() {
        int fixed = table(0);
        assertEquals("FACP", signature(fixed));
        assertEquals(276, tables.getInt(fixed + 4));
        assertEquals(6, tables.get(fixed + 8), "revision");
        assertEquals(1 << 20 | 1 << 10, tables.getInt(fixed + 112) & (1 << 20 | 1 << 10));
        assertEquals(0x604, tables.getLong(fixed + 120), "reset register");
        assertEquals(0x605, tables.getLong(fixed + 248), "sleep control");
        assertEquals("DSDT", signature(at(tables.getLong(fixed + 140))));
    }

    @Test
    void everyProcessorIsListedAndOneIoApic() {
        int controllers = table(1);
        assertEquals("APIC", signature(controllers));
        assertEquals(36 + 8 + 2 * 8 + 12, tables.getInt(controllers + 4));
        for (int processor = 0; processor < 2; processor++) {
            int entry = controllers + 44 + 8 * processor;
            assertEquals(0, tables.get(entry), "kind");
            assertEquals(processor, tables.get(entry + 3), "APIC id");
            assertEquals(1, tables.getInt(entry + 4), "enabled");
        }
        assertEquals(0xFEC0_0000, tables.getInt(controllers + 44 + 16 + 4));
    }

    @Test
    void theDescriptionNamesTheBusUnderItsWindow() {
        int description = at(tables.getLong(table(0) + 140));
        String hex = HexFormat.of().formatHex(tables.array(), description,
                description + tables.getInt(description + 4));
        assertTrue(hex.contains("085f4849440d564d42555300"), "_HID is VMBUS");
        assertTrue(hex.contains("085f4849440d4143504930303034"), "_HID is ACPI0004");
        assertTrue(hex.contains("085f4849440c41d00501"), "_HID is PNP0501");
        assertTrue(hex.contains("0a05"), "off is sleep state 5");
    }
}
