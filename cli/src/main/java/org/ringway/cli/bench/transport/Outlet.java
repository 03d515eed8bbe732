// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.Batch;
import org.ringway.channel.BusChannel;

/// How messages become packets.
interface Outlet {
    /// As [Conduit#send].
    void send(MemorySegment message) throws InterruptedException;

    /// As [Conduit#flush].
    default void flush() throws InterruptedException {}

    /// Written in the ring, one by one.
    final class Reserving implements Outlet {
        private final BusChannel channel;
        private final Consumer<MemorySegment> fill = this::fill;
        private MemorySegment message = MemorySegment.NULL;

        Reserving(BusChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(MemorySegment next) throws InterruptedException {
            message = next;
            channel.send((int) next.byteSize(), fill);
        }

        private void fill(MemorySegment room) {
            room.copyFrom(message);
        }
    }

    /// Made visible together, up to 64 at a time.
    final class Batching implements Outlet {
        private static final int MOST = 64;

        private final BusChannel channel;
        private @Nullable Batch batch;
        private int added;

        Batching(BusChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(MemorySegment message) throws InterruptedException {
            if (batch == null) {
                batch = channel.batch();
            }
            batch.add(message);
            if (++added == MOST) {
                flush();
            }
        }

        @Override
        public void flush() {
            if (batch != null) {
                batch.close();
                batch = null;
                added = 0;
            }
        }
    }

    /// Many in one packet, four bytes of length before each, as over a byte stream.
    final class Packing implements Outlet {
        static final int HEADER_BYTES = 4;
        static final int PACKET_BYTES = 64 << 10;
        static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED;

        private final BusChannel channel;
        private final MemorySegment packet = Arena.ofConfined().allocate(PACKET_BYTES);
        private int used;

        Packing(BusChannel channel) {
            this.channel = channel;
        }

        @Override
        public void send(MemorySegment message) throws InterruptedException {
            int bytes = (int) message.byteSize();
            if (PACKET_BYTES - used < HEADER_BYTES + bytes) {
                flush();
            }
            packet.set(U32, used, bytes);
            MemorySegment.copy(message, 0, packet, used + HEADER_BYTES, bytes);
            used += HEADER_BYTES + bytes;
        }

        @Override
        public void flush() throws InterruptedException {
            if (used > 0) {
                channel.send(packet.asSlice(0, used));
                used = 0;
            }
        }
    }
}
