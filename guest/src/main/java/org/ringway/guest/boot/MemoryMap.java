// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ringway.PlatformException;

/// Which guest-physical addresses are memory, and where what a loader leaves there lies.
final class MemoryMap {
    /// A stretch of addresses.
    ///
    /// @param type as in E820
    record Entry(long address, long bytes, int type) {}

    /// The kernel may use it.
    static final int USABLE = 1;
    /// It may not.
    static final int RESERVED = 2;
    /// It may use it once it has read the ACPI tables there.
    static final int ACPI = 3;

    static final int SEGMENT_TABLE = 0x6000;
    static final int PAGE_TABLES = 0x7000;
    static final int START_INFO = 0x10000;
    static final int COMMAND_LINE = 0x20000;
    static final int MAX_COMMAND_LINE = 2047;

    private static final long LOW_END = 0x9_0000;
    private static final long FIRMWARE = 0xF_0000;
    private static final long HIGH = 0x10_0000;
    private static final int PAGE = 4096;

    private MemoryMap() {}

    static List<Entry> of(GuestPages pages) {
        return List.of(new Entry(0, LOW_END, USABLE),
                new Entry(AcpiTables.ADDRESS, FIRMWARE - AcpiTables.ADDRESS, ACPI),
                new Entry(FIRMWARE, HIGH - FIRMWARE, RESERVED),
                new Entry(HIGH, pages.size() - HIGH, USABLE));
    }

    /// Puts tables, command line and initrd where every kernel finds them.
    ///
    /// @param end the initrd lies below
    /// @return where the initrd is
    static long placeCommon(GuestPages pages, KernelImage.Load load, long kernelEnd, long end) {
        byte[] line = (load.commandLine() + "\0").getBytes(
                StandardCharsets.US_ASCII);
        if (line.length > MAX_COMMAND_LINE + 1) {
            throw new PlatformException("command line is too long: bytes=" + (line.length - 1)
                    + " max=" + MAX_COMMAND_LINE);
        }
        pages.put(AcpiTables.ADDRESS, AcpiTables.of(load.processors()));
        pages.put(COMMAND_LINE, line);
        pages.put(ResetVector.ADDRESS, ResetVector.code());
        long top = Math.min(end, pages.size());
        long start = (top - load.initrd().length) / PAGE * PAGE;
        if (start < kernelEnd) {
            throw new PlatformException("memory is too small for kernel and initrd, give it more"
                    + " with --memory: kernelEnd=" + kernelEnd + " initrdBytes="
                    + load.initrd().length + " memoryBytes=" + pages.size());
        }
        pages.put(start, load.initrd());
        return start;
    }
}
