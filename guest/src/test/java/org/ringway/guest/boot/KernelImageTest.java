// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.ringway.PlatformException;
import org.ringway.hypervisor.BootRegisters;
import org.ringway.hypervisor.BootRegisters.Mode;

final class KernelImageTest {
    private static final int MEMORY = 32 << 20;
    private static final long ENTRY = 0x100_0200;
    private static final byte[] INITRD = {1, 2, 3};

    private final byte[] memory = new byte[MEMORY];
    private final GuestPages pages = new GuestPages(MemorySegment.ofArray(memory));
    private final KernelImage.Load load = new KernelImage.Load("console=ttyS0", INITRD, 1);

    /// A file with one part to load at 16 MiB, and a note of Xen's.
    private static ByteBuffer elf() {
        ByteBuffer file = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464C_457F).putShort(4, (short) 0x0102).putShort(18, (short) 62);
        file.putLong(32, 64).putShort(56, (short) 2);
        file.putInt(64, 1).putLong(64 + 8, 1024).putLong(64 + 24, 0x100_0000);
        file.putLong(64 + 32, 16).putLong(64 + 40, 64);
        file.putInt(120, 4).putLong(120 + 8, 512).putLong(120 + 32, 20);
        file.putInt(512, 4).putInt(516, 4).putInt(520, 18).putInt(524, 0x006E_6558);
        file.putInt(528, (int) ENTRY);
        return file.put(1024, new byte[] {0x11, 0x22});
    }

    private static ByteBuffer linux() {
        ByteBuffer file = ByteBuffer.allocate(8192).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0x1F1, (byte) 4).putInt(0x202, 0x5372_6448).putShort(0x206, (short) 0x20F);
        file.put(0x201, (byte) 0x6A).putShort(0x236, (short) 1).putInt(0x22C, 0x7FFF_FFFF);
        return file.putLong(0x258, 0x100_0000).putInt(0x260, 1 << 20).put(2560, (byte) 0x33);
    }

    private int word(long address) {
        MemorySegment place = pages.find(address, Integer.BYTES);
        assertNotNull(place);
        return place.get(GuestPages.WORD, 0);
    }

    @Test
    void aPvhKernelIsEnteredWithItsStartInfo() {
        BootRegisters boot = KernelImage.of(elf().array()).place(pages, load);

        assertEquals(new BootRegisters(Mode.PROTECTED, ENTRY, 0x10000, 0), boot);
        assertEquals(0x2211, word(0x100_0000));
        assertEquals(0x336E_C578, word(0x10000), "magic");
        assertEquals(1, word(0x10004), "version");
        assertEquals(1, word(0x1000C), "modules");
        assertEquals(AcpiTables.ADDRESS, word(0x10020), "root pointer");
        int module = word(0x10010);
        assertEquals(3, word(module + 8), "bytes of the initrd");
        assertEquals(0x030201, word(word(module)) & 0xFF_FFFF);
        assertEquals(4, word(0x10030), "entries of the memory map");
        assertEquals(0x04BA_01B0, word(0xFFFF0), "where a PC begins");
        assertEquals("console=", text(word(0x10018), 8));
    }

    private String text(int address, int bytes) {
        return new String(memory, address, bytes, StandardCharsets.US_ASCII);
    }

    @Test
    void aPackedKernelIsEnteredIn64BitsWithItsOwnHeader() {
        BootRegisters boot = KernelImage.of(linux().array()).place(pages, load);

        assertEquals(new BootRegisters(Mode.LONG, ENTRY, 0x10000, 0x7000), boot);
        assertEquals(0x33, word(0x100_0000));
        assertEquals(0x5372_6448, word(0x10202), "the kernel's header");
        assertEquals(0xFF, word(0x10210) & 0xFF, "loader");
        assertEquals(3, word(0x1021C), "bytes of the initrd");
        assertEquals(4, word(0x101E8) & 0xFF, "entries of the memory map");
        assertEquals(AcpiTables.ADDRESS, word(0x10070), "root pointer");
        assertEquals(0x8003, word(0x7000), "first page table");
        assertEquals(0x20_0083, word(0x9008), "second large page");
        assertEquals(0x00AF_9B00, word(0x6014), "64-bit code");
    }

    @Test
    void whatIsNoKernelIsRefusedInOneLine() {
        byte[] text = "#!/bin/sh\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

        PlatformException refused =
                assertThrows(PlatformException.class, () -> KernelImage.of(text));

        assertEquals("this is no kernel, give a bzImage (/boot/vmlinuz-…) or a vmlinux with a PVH"
                + " entry: bytes=10000", refused.getMessage());
    }

    @Test
    void anElfFileWithoutTheEntryIsRefused() {
        byte[] file = elf().putInt(520, 17).array();

        assertThrows(PlatformException.class, () -> KernelImage.of(file));
    }

    @Test
    void aKernelOrAnInitrdThatDoesNotFitIsRefused() {
        byte[] far = elf().putLong(64 + 24, MEMORY).array();
        KernelImage.Load large =
                new KernelImage.Load("", new byte[MEMORY - 0x100_0000], 1);

        assertThrows(PlatformException.class, () -> KernelImage.of(far).place(pages, load));
        assertThrows(PlatformException.class,
                () -> KernelImage.of(elf().array()).place(pages, large));
        assertThrows(PlatformException.class, () -> KernelImage.of(elf().array())
                .place(pages, new KernelImage.Load("x".repeat(2048), INITRD, 1)));
    }

    /// Whatever the bytes are, nothing but this exception comes of them.
    @Test
    void brokenFilesAreRefusedOrLoaded() {
        Random random = new Random(6);
        int loaded = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] file = (round % 2 == 0 ? elf() : linux()).array();
            for (int i = 0; i < 4; i++) {
                file[random.nextInt(0x270)] = (byte) random.nextInt();
            }
            try {
                KernelImage.of(file).place(pages, load);
                loaded++;
            } catch (PlatformException _) {
                // As it should be.
            }
        }
        assertArrayEquals(new boolean[] {true, true}, new boolean[] {loaded > 0, loaded < 3000});
    }
}
