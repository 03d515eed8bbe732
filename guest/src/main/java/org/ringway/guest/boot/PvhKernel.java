// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.ringway.PlatformException;
import org.ringway.hypervisor.BootRegisters;
import org.ringway.hypervisor.BootRegisters.Mode;

/// An unpacked kernel with the entry for PVH guests, as Xen's `arch-x86/hvm/start_info.h` has it.
final class PvhKernel implements KernelImage {
    private static final int MAGIC = 0x336E_C578;
    private static final int VERSION = 1;
    private static final int START_INFO_BYTES = 56;
    private static final int MODULE_BYTES = 32;
    private static final int ENTRY_BYTES = 24;

    private final ElfFile file;
    private final long entry;

    PvhKernel(ElfFile file) {
        this.file = file;
        this.entry = file.pvhEntry().orElseThrow(() -> new PlatformException(
                "this ELF file has no PVH entry, take a kernel with CONFIG_PVH=y or a bzImage:"
                        + " segments=" + file.loads().size()));
    }

    @Override
    public BootRegisters place(GuestPages pages, Load load) {
        long end = file.load(pages);
        long initrd = MemoryMap.placeCommon(pages, load, end, pages.size());
        pages.put(MemoryMap.START_INFO,
                startInfo(MemoryMap.of(pages), initrd, load.initrd().length));
        return new BootRegisters(Mode.PROTECTED, entry, MemoryMap.START_INFO, 0);
    }

    /// The structure, then the one module, then the memory map.
    static byte[] startInfo(List<MemoryMap.Entry> map, long initrd, int initrdBytes) {
        int modules = MemoryMap.START_INFO + START_INFO_BYTES;
        int entries = modules + MODULE_BYTES;
        ByteBuffer info = ByteBuffer.allocate(
                START_INFO_BYTES + MODULE_BYTES + map.size() * ENTRY_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN);
        info.putInt(MAGIC).putInt(VERSION).putInt(0).putInt(initrdBytes > 0 ? 1 : 0);
        info.putLong(modules).putLong(MemoryMap.COMMAND_LINE).putLong(AcpiTables.ADDRESS);
        info.putLong(entries).putInt(map.size()).putInt(0);
        info.putLong(initrd).putLong(initrdBytes).putLong(0).putLong(0);
        map.forEach(entry -> info.putLong(entry.address()).putLong(entry.bytes())
                .putInt(entry.type()).putInt(0));
        return info.array();
    }
}
