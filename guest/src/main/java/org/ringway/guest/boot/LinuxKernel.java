// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.hypervisor.BootRegisters;
import org.ringway.hypervisor.BootRegisters.Mode;

/// A packed kernel as distributions ship it, entered by Linux's 64-bit boot protocol:
/// `Documentation/arch/x86/boot.rst`.
final class LinuxKernel implements KernelImage {
    private static final int MAGIC_AT = 0x202;
    private static final int MAGIC = 0x5372_6448;
    private static final int LEAST_BYTES = 0x1000;
    private static final int SETUP = 0x1F1;
    private static final int SECTOR = 512;
    private static final int DEFAULT_SETUP_SECTORS = 4;
    /// Version 2.12 has the flags that tell of the 64-bit entry.
    private static final int LEAST_VERSION = 0x20C;
    private static final int VERSION = 0x206;
    private static final int X_FLAGS = 0x236;
    private static final int HAS_64_BIT_ENTRY = 1;
    private static final int ENTRY_OFFSET = 0x200;
    private static final int PREFERRED_ADDRESS = 0x258;
    private static final int INIT_BYTES = 0x260;
    private static final int INITRD_MAX = 0x22C;

    private static final int BOOT_PARAMETERS_BYTES = 4096;
    private static final int ROOT_POINTER = 0x70;
    private static final int MAP_COUNT = 0x1E8;
    private static final int LOADER_TYPE = 0x210;
    private static final int INITRD = 0x218;
    private static final int COMMAND_LINE = 0x228;
    private static final int MAP = 0x2D0;
    private static final int UNKNOWN_LOADER = 0xFF;

    private static final int TABLE_ENTRIES = 512;
    private static final long LARGE_PAGE = 2L << 20;
    private static final int PRESENT_WRITABLE = 3;
    private static final int IS_LARGE = 0x80;
    private static final int GIBIBYTES = 4;
    private static final long CODE_64 = 0x00AF_9B00_0000_FFFFL;
    private static final long DATA = 0x00CF_9300_0000_FFFFL;

    private final byte[] file;
    private final ByteBuffer header;
    private final int setupBytes;

    LinuxKernel(byte[] file) {
        this.file = file;
        this.header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int version = header.getShort(VERSION);
        if (version < LEAST_VERSION || (header.getShort(X_FLAGS) & HAS_64_BIT_ENTRY) == 0) {
            throw new PlatformException("this kernel has no 64-bit entry, take one for x86-64:"
                    + " bootProtocol=0x" + Integer.toHexString(version));
        }
        int sectors = file[SETUP] & 0xFF;
        setupBytes = (1 + (sectors == 0 ? DEFAULT_SETUP_SECTORS : sectors)) * SECTOR;
        if (setupBytes > file.length) {
            throw new PlatformException("this kernel is cut off: bytes=" + file.length
                    + " setupBytes=" + setupBytes);
        }
    }

    static boolean isLinux(byte[] file) {
        return file.length >= LEAST_BYTES && ByteBuffer.wrap(file)
                .order(ByteOrder.LITTLE_ENDIAN).getInt(MAGIC_AT) == MAGIC;
    }

    @Override
    public BootRegisters place(GuestPages pages, Load load) {
        long start = header.getLong(PREFERRED_ADDRESS);
        int length = file.length - setupBytes;
        pages.put(start, file, setupBytes, length);
        long end = start + Math.max(length, header.getInt(INIT_BYTES) & 0xFFFF_FFFFL);
        long limit = (header.getInt(INITRD_MAX) & 0xFFFF_FFFFL) + 1;
        long initrd = MemoryMap.placeCommon(pages, load, end, limit);
        pages.put(MemoryMap.START_INFO, parameters(MemoryMap.of(pages), initrd, load));
        pages.put(MemoryMap.SEGMENT_TABLE, segments());
        pages.put(MemoryMap.PAGE_TABLES, pageTables(MemoryMap.PAGE_TABLES));
        return new BootRegisters(Mode.LONG, start + ENTRY_OFFSET, MemoryMap.START_INFO,
                MemoryMap.PAGE_TABLES);
    }

    /// The kernel's own header, and what a loader adds.
    private byte[] parameters(List<MemoryMap.Entry> map, long initrd, Load load) {
        ByteBuffer page = ByteBuffer.allocate(BOOT_PARAMETERS_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        int headerEnd = MAGIC_AT + (file[MAGIC_AT - 1] & 0xFF);
        page.put(SETUP, file, SETUP, headerEnd - SETUP);
        page.putLong(ROOT_POINTER, AcpiTables.ADDRESS);
        page.put(LOADER_TYPE, (byte) UNKNOWN_LOADER);
        page.putInt(INITRD, (int) initrd).putInt(INITRD + 4, load.initrd().length);
        page.putInt(COMMAND_LINE, MemoryMap.COMMAND_LINE);
        page.put(MAP_COUNT, (byte) map.size());
        page.position(MAP);
        map.forEach(entry ->
                page.putLong(entry.address()).putLong(entry.bytes()).putInt(entry.type()));
        return page.array();
    }

    private static byte[] segments() {
        return ByteBuffer.allocate(4 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(0).putLong(0).putLong(CODE_64).putLong(DATA).array();
    }

    /// Maps the first 4 GiB to themselves: one table, one below, and below that one per GiB.
    static byte[] pageTables(long address) {
        ByteBuffer tables = ByteBuffer.allocate((2 + GIBIBYTES) * BOOT_PARAMETERS_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        tables.putLong(0, address + BOOT_PARAMETERS_BYTES | PRESENT_WRITABLE);
        for (int i = 0; i < GIBIBYTES; i++) {
            tables.putLong(BOOT_PARAMETERS_BYTES + i * Long.BYTES,
                    address + (2L + i) * BOOT_PARAMETERS_BYTES | PRESENT_WRITABLE);
        }
        for (int i = 0; i < GIBIBYTES * TABLE_ENTRIES; i++) {
            tables.putLong(2 * BOOT_PARAMETERS_BYTES + i * Long.BYTES,
                    i * LARGE_PAGE | PRESENT_WRITABLE | IS_LARGE);
        }
        return tables.array();
    }
}
