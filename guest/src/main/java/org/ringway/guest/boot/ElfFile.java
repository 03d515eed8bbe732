// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.ringway.PlatformException;

/// A 64-bit ELF file for x86-64: what is to be loaded, and the entry that a note of Xen's names.
final class ElfFile {
    /// A part of the file that goes into memory.
    ///
    /// @param address where, physical
    record Segment(int offset, int fileBytes, long address, long memoryBytes) {}

    private static final int MAGIC = 0x464C_457F;
    private static final int CLASS_64_LITTLE = 0x0102;
    private static final int X86_64 = 62;
    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int LOAD = 1;
    private static final int NOTE = 4;
    private static final int PVH_ENTRY = 18;
    private static final int XEN = 0x006E_6558;
    private static final int NOTE_HEAD_BYTES = 12;

    private final byte[] bytes;
    private final ByteBuffer file;
    private final List<Segment> loads = new ArrayList<>();
    private OptionalLong pvhEntry = OptionalLong.empty();

    ElfFile(byte[] bytes) {
        this.bytes = bytes;
        this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            read();
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new PlatformException(
                    "this ELF file is cut off or broken: bytes=" + bytes.length);
        }
    }

    static boolean isElf(byte[] file) {
        return file.length >= HEADER_BYTES
                && ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(0) == MAGIC;
    }

    private void read() {
        int kind = file.getShort(4);
        int machine = file.getShort(18);
        if (kind != CLASS_64_LITTLE || machine != X86_64) {
            throw new PlatformException("this ELF file is not for x86-64: class=0x"
                    + Integer.toHexString(kind) + " machine=" + machine);
        }
        int at = Math.toIntExact(file.getLong(32));
        int count = file.getShort(56) & 0xFFFF;
        for (int i = 0; i < count; i++, at += PROGRAM_HEADER_BYTES) {
            program(at);
        }
    }

    private void program(int at) {
        int type = file.getInt(at);
        int offset = Math.toIntExact(file.getLong(at + 8));
        int fileBytes = Math.toIntExact(file.getLong(at + 32));
        if (offset < 0 || fileBytes < 0 || offset > bytes.length - fileBytes) {
            throw new IndexOutOfBoundsException(offset);
        }
        if (type == LOAD) {
            loads.add(new Segment(offset, fileBytes, file.getLong(at + 24), file.getLong(at + 40)));
        } else if (type == NOTE) {
            notes(offset, offset + fileBytes);
        }
    }

    /// Each note has three sizes, then name and content, each filled up to four bytes.
    private void notes(int from, int end) {
        int at = from;
        while (at + NOTE_HEAD_BYTES <= end) {
            int nameBytes = file.getInt(at);
            int contentBytes = file.getInt(at + 4);
            if (nameBytes < 0 || nameBytes > end - at || contentBytes < 0
                    || contentBytes > end - at) {
                return;
            }
            int content = at + NOTE_HEAD_BYTES + aligned(nameBytes);
            if (file.getInt(at + 8) == PVH_ENTRY && nameBytes == 4
                    && file.getInt(at + NOTE_HEAD_BYTES) == XEN) {
                pvhEntry = OptionalLong.of(file.getInt(content) & 0xFFFF_FFFFL);
            }
            at = content + aligned(contentBytes);
        }
    }

    private static int aligned(int bytes) {
        return bytes + 3 & ~3;
    }

    List<Segment> loads() {
        return loads;
    }

    OptionalLong pvhEntry() {
        return pvhEntry;
    }

    /// Puts the loadable parts in their places.
    ///
    /// @return the first address behind all of them
    long load(GuestPages pages) {
        long end = 0;
        for (Segment segment : loads) {
            if (segment.memoryBytes() < segment.fileBytes()
                    || pages.find(segment.address(), segment.memoryBytes()) == null) {
                throw new PlatformException("kernel does not fit into memory: address=0x"
                        + Long.toHexString(segment.address()) + " bytes=" + segment.memoryBytes()
                        + " memoryBytes=" + pages.size());
            }
            pages.put(segment.address(), bytes, segment.offset(), segment.fileBytes());
            end = Math.max(end, segment.address() + segment.memoryBytes());
        }
        return end;
    }
}
