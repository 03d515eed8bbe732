// SPDX-License-Identifier: Apache-2.0
package org.ringway.cli.bench.transport;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.Batch;
import org.ringway.channel.BusChannel;
import org.ringway.pipe.MessageBatch;
import org.ringway.pipe.MessagePipe;

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

    /// Many in one packet, by a batch of a message pipe.
    final class Packing implements Outlet {
        private final MessagePipe pipe;
        private @Nullable MessageBatch batch;

        Packing(MessagePipe pipe) {
            this.pipe = pipe;
        }

        @Override
        public void send(MemorySegment message) throws InterruptedException {
            if (batch == null) {
                batch = pipe.batch();
            }
            batch.add(message);
        }

        @Override
        public void flush() {
            if (batch != null) {
                batch.close();
                batch = null;
            }
        }
    }
}
