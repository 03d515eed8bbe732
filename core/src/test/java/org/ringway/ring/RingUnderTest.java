// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// One ring, both of its ends, and its bare bytes: a test looks at these, or writes them as a
/// hostile other side would.
///
/// The offsets are written down here once more on purpose: a test that asked the product where a
/// field is would agree with any mistake.
final class RingUnderTest {
    static final int WRITE_INDEX = 0;
    static final int READ_INDEX = 4;
    static final int INTERRUPT_MASK = 8;
    static final int PENDING_SEND_SIZE = 12;
    static final int FEATURE_BITS = 64;

    private static final int DATA = 4096;
    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle WORD = U32.varHandle();
    private static final VarHandle QUADWORD =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    final OutgoingRing out;
    final IncomingRing in;
    final int dataBytes;

    private final RingContract.Sides sides;

    RingUnderTest(RingContract.Sides sides, int start) {
        this.sides = sides;
        this.dataBytes = sides.writer().dataBytes();
        setWord(WRITE_INDEX, start);
        setWord(READ_INDEX, start);
        this.out = newWriter();
        this.in = newReader();
    }

    /// One more writer over the same bytes.
    OutgoingRing newWriter() {
        return new OutgoingRing(sides.writer());
    }

    /// One more reader over the same bytes.
    IncomingRing newReader() {
        return new IncomingRing(sides.reader());
    }

    int word(int offset) {
        return (int) WORD.getVolatile(sides.bytes(), (long) offset);
    }

    void setWord(int offset, int value) {
        WORD.setVolatile(sides.bytes(), (long) offset, value);
    }

    /// Stores eight bytes of the data area at once.
    void setQuadword(int position, long value) {
        QUADWORD.setVolatile(sides.bytes(), (long) DATA + position, value);
    }

    /// Stores bytes of the data area; they go on at its beginning.
    void set(int position, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            sides.bytes().set(JAVA_BYTE, DATA + (position + i) % dataBytes, bytes[i]);
        }
    }

    /// Bytes of the data area; they go on at its beginning.
    byte[] get(int position, int length) {
        byte[] found = new byte[length];
        for (int i = 0; i < length; i++) {
            found[i] = sides.bytes().get(JAVA_BYTE, DATA + (position + i) % dataBytes);
        }
        return found;
    }

    void fill(byte value) {
        sides.bytes().asSlice(DATA, dataBytes).fill(value);
    }

    /// Lets the reader see bytes that no writer of ours would write, from the first one on.
    void forge(String hex) {
        byte[] bytes = RingCase.bytes(hex);
        int start = word(READ_INDEX);
        set(start, bytes);
        setWord(WRITE_INDEX, (start + bytes.length) % dataBytes);
    }

    /// Writes and publishes an in-band packet.
    boolean send(long id, MemorySegment payload) {
        assertTrue(out.tryWrite(id, false, payload), "room for a packet");
        return out.publish();
    }

    /// Writes in-band packets without payload, 24 bytes each in the ring, until none fits.
    int fillWithPackets() {
        int packets = 0;
        while (out.tryWrite(packets + 1, false, RingCase.NOTHING)) {
            packets++;
        }
        out.publish();
        return packets;
    }
}
