// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.inspect.InspectTree.Leaf;
import org.ringway.platform.Mapping;
import org.ringway.platform.Platform;

/// The memory of one ring: a control page and N data pages, those perhaps mapped twice in a row.
///
/// With two mappings every packet is one contiguous slice. With one, a copy across the end of the
/// ring is made in two parts. Both look the same to the other side. Positions are byte offsets into
/// the data area, smaller than [#dataBytes] and multiples of 8.
///
/// - **Thread:** any; the two rings over it agree on who touches which bytes.
public final class RingMemory {
    private static final ValueLayout.OfLong QUADWORD =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORD = QUADWORD.varHandle();

    private final RingControl control;
    private final MemorySegment data;
    private final int dataBytes;
    private final long contiguousBytes;

    private RingMemory(MemorySegment bytes, int dataPages, boolean mirrored) {
        this.control = new RingControl(bytes.asSlice(0, Platform.PAGE_BYTES));
        this.data = bytes.asSlice(Platform.PAGE_BYTES);
        this.dataBytes = dataPages * Platform.PAGE_BYTES;
        this.contiguousBytes = mirrored ? 2L * dataBytes : dataBytes;
    }

    /// A ring over bytes that are already mapped.
    ///
    /// @param bytes control page and data pages, the data pages twice if `mirrored`; 8-byte aligned
    /// @param dataPages how many data pages, 1 to 16,384
    /// @param mirrored whether the data pages are mapped twice in a row
    /// @return the memory
    /// @throws IllegalArgumentException if the sizes do not agree
    public static RingMemory of(MemorySegment bytes, int dataPages, boolean mirrored) {
        if (dataPages < 1 || dataPages > 16_384) {
            throw new IllegalArgumentException(
                    "dataPages must be in 1..16384: dataPages=" + dataPages);
        }
        long needed = Platform.PAGE_BYTES * (1L + (mirrored ? 2L : 1L) * dataPages);
        if (bytes.byteSize() != needed) {
            throw new IllegalArgumentException("ring memory has the wrong size: bytes="
                    + bytes.byteSize() + " needed=" + needed);
        }
        return new RingMemory(bytes, dataPages, mirrored);
    }

    /// A ring over what [Platform#mapRing] made.
    ///
    /// @param mapping control page and data pages
    /// @param pages all pages of the ring, at least two
    /// @param mirrored what [Platform#mirrorsRings] says
    /// @return the memory
    public static RingMemory of(Mapping mapping, int pages, boolean mirrored) {
        return of(mapping.bytes(), pages - 1, mirrored);
    }

    /// {@return bytes of the data area}
    public int dataBytes() {
        return dataBytes;
    }

    RingControl control() {
        return control;
    }

    /// The position so many bytes further on.
    int advance(int position, int bytes) {
        int next = position + bytes;
        return next >= dataBytes ? next - dataBytes : next;
    }

    /// The way from one position forward to another.
    int distance(int from, int to) {
        int bytes = to - from;
        return bytes < 0 ? bytes + dataBytes : bytes;
    }

    /// Bytes that may be written: the last 8 stay free, else a full ring would look empty.
    int free(int writeIndex, int readIndex) {
        return dataBytes - distance(readIndex, writeIndex) - Long.BYTES;
    }

    boolean isPosition(int index) {
        return index >= 0 && index < dataBytes && (index & 7) == 0;
    }

    void putLong(int position, long value) {
        WORD.set(data, (long) position, value);
    }

    /// What the control page says right now, whoever said it.
    ///
    /// @param more what the holder of the ring knows
    Branch inspect(String name, Leaf... more) {
        int writeIndex = control.writeIndex();
        int readIndex = control.readIndex();
        List<InspectTree> facts = new ArrayList<>(List.of(leaf("dataBytes", dataBytes),
                leaf("writeIndex", Integer.toUnsignedLong(writeIndex)),
                leaf("readIndex", Integer.toUnsignedLong(readIndex))));
        if (isPosition(writeIndex) && isPosition(readIndex)) {
            facts.add(leaf("occupiedBytes", distance(readIndex, writeIndex)));
        }
        facts.add(leaf("interruptMask", control.masked()));
        facts.add(leaf("pendingSendSize", control.pendingSendSize()));
        facts.add(leaf("featureBits", Integer.toUnsignedLong(control.featureBits())));
        facts.addAll(List.of(more));
        return new Branch(name, facts);
    }

    /// Loads eight bytes exactly once: what follows is decided on the private copy.
    long getLong(int position) {
        return (long) WORD.getOpaque(data, (long) position);
    }

    /// What lies between so many bytes and the next quadword must not leak earlier content.
    void zeroAfter(int position, int bytes) {
        int tail = bytes & Long.BYTES - 1;
        if (tail != 0) {
            int at = advance(position, bytes - tail);
            putLong(at, getLong(at) & (1L << tail * Byte.SIZE) - 1);
        }
    }

    /// The data area, twice in a row if mirrored.
    MemorySegment data() {
        return data;
    }

    boolean isContiguous(int position, int bytes) {
        return position + (long) bytes <= contiguousBytes;
    }

    /// Bytes in place; they must be contiguous.
    MemorySegment slice(int position, int bytes) {
        return data.asSlice(position, bytes);
    }

    void copyIn(MemorySegment source, long offset, int position, int bytes) {
        if (isContiguous(position, bytes)) {
            MemorySegment.copy(source, offset, data, position, bytes);
        } else {
            int head = dataBytes - position;
            MemorySegment.copy(source, offset, data, position, head);
            MemorySegment.copy(source, offset + head, data, 0, bytes - head);
        }
    }

    void copyOut(int position, MemorySegment target, long offset, int bytes) {
        if (isContiguous(position, bytes)) {
            MemorySegment.copy(data, position, target, offset, bytes);
        } else {
            int head = dataBytes - position;
            MemorySegment.copy(data, position, target, offset, head);
            MemorySegment.copy(data, 0, target, offset + head, bytes - head);
        }
    }
}
