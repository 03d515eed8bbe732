// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.ringway.ProtocolException;
import org.ringway.channel.IncomingPacket;

/// Messages that came together in one packet: a private, checked copy, handed out one by one.
///
/// ```text
/// type u32 = 0x52570002 @0, bytes of what follows u32 @4, then for each message:
///     bytes u32, the message
/// ```
///
/// - **Thread:** the one that receives. **Allocation:** none once it is as large as the packets.
final class Pack {
    static final int TYPE = 0x5257_0002;
    static final int HEADER_BYTES = 8;
    /// Before each message.
    static final int LENGTH_BYTES = 4;

    private static final ValueLayout.OfInt U32 =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long TYPE_AT = 0;
    private static final long BYTES_AT = 4;

    private MemorySegment memory = MemorySegment.ofArray(new long[0]);
    /// The part of it that the last packet filled; the next one is often as long.
    private MemorySegment loaded = memory;
    private int at;
    private int end;

    /// Whether a packet's payload is one; any other is left alone.
    ///
    /// @param start the first eight bytes of a payload, private
    static boolean isOne(MemorySegment start) {
        return start.get(U32, TYPE_AT) == TYPE;
    }

    /// Takes a copy of a packet.
    ///
    /// @throws ProtocolException if lengths do not agree
    void load(IncomingPacket packet) {
        int payload = packet.payloadBytes();
        if (memory.byteSize() < payload) {
            memory = MemorySegment.ofArray(new long[payload >>> 3]);
            loaded = memory;
        }
        if (loaded.byteSize() != payload) {
            loaded = memory.asSlice(0, payload);
        }
        packet.copyTo(0, loaded);
        at = HEADER_BYTES;
        end = HEADER_BYTES;
        end = check(payload);
    }

    private int check(int payload) {
        long bytes = Integer.toUnsignedLong(memory.get(U32, BYTES_AT));
        if (bytes > payload - HEADER_BYTES || bytes == 0) {
            throw new ProtocolException("pack longer than its packet, or empty: bytes=" + bytes
                    + " room=" + (payload - HEADER_BYTES));
        }
        int last = HEADER_BYTES + (int) bytes;
        for (int next = HEADER_BYTES; next < last;) {
            int room = last - next - LENGTH_BYTES;
            int message = room < 0 ? 0 : memory.get(U32, next);
            if (message < 0 || message > room) {
                throw new ProtocolException("message longer than its pack: bytes="
                        + Integer.toUnsignedString(message) + " room=" + room);
            }
            next += LENGTH_BYTES + message;
        }
        return last;
    }

    boolean isEmpty() {
        return at == end;
    }

    /// {@return bytes of the next message}
    int nextBytes() {
        return memory.get(U32, at);
    }

    /// Copies the next message to the beginning of a target.
    ///
    /// @return its bytes
    int takeInto(MemorySegment target) {
        int bytes = nextBytes();
        MemorySegment.copy(memory, at + LENGTH_BYTES, target, 0, bytes);
        at += LENGTH_BYTES + bytes;
        return bytes;
    }

    /// Hands out messages.
    ///
    /// @return how many
    int deliver(MessageHandler handler, int limit) {
        int count = 0;
        while (count < limit && at != end) {
            int bytes = nextBytes();
            long from = at + (long) LENGTH_BYTES;
            at += LENGTH_BYTES + bytes;
            handler.received(memory, from, bytes);
            count++;
        }
        return count;
    }

    // ---- for the sender

    static void writeHeader(MemorySegment memory, long start, int used) {
        memory.set(U32, start + TYPE_AT, TYPE);
        memory.set(U32, start + BYTES_AT, used - HEADER_BYTES);
    }

    static void write(MemorySegment memory, long at, MemorySegment message, int bytes) {
        memory.set(U32, at, bytes);
        MemorySegment.copy(message, 0, memory, at + LENGTH_BYTES, bytes);
    }
}
