// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;
import org.ringway.channel.Batch;
import org.ringway.ring.Reservation;

/// Messages that share packets: small ones are written side by side into one packet, in the ring,
/// and become visible when it is full or the batch is closed.
///
/// Holds the right to send; others wait until it is closed. It gives that right up while it waits
/// for room, having made visible what is in it so far.
///
/// - **Thread:** the one that began it.
/// - **Blocking:** [#add] waits for room. **Allocation:** the batch; none per message or packet.
public final class MessageBatch implements AutoCloseable {
    /// A packet of this size costs little per message; a larger one keeps the reader waiting.
    private static final int MOST_PACK_BYTES = 64 << 10;

    private final MessagePipe pipe;
    private final int packBytes;
    private @Nullable Batch batch;
    private @Nullable Reservation reservation;
    /// Where the pack lies, and from where on.
    private MemorySegment memory = MemorySegment.NULL;
    private long start;
    private int room;
    private int used;
    private boolean open = true;

    MessageBatch(MessagePipe pipe, int largestPacket) {
        this.pipe = pipe;
        this.packBytes = Math.min(MOST_PACK_BYTES, largestPacket) & ~7;
    }

    /// Adds a message; waits for room.
    ///
    /// @param message copied before this returns
    /// @throws InterruptedException if interrupted while it waits; what was added before is sent
    /// @throws IllegalArgumentException if it is too long for this pipe
    /// @throws IllegalStateException if the batch is closed
    public void add(MemorySegment message) throws InterruptedException {
        long bytes = message.byteSize();
        if (bytes > room - used - Pack.LENGTH_BYTES && !begin(bytes)) {
            pipe.sendAlone(message);
            return;
        }
        Pack.write(memory, start + used, message, (int) bytes);
        used += Pack.LENGTH_BYTES + (int) bytes;
    }

    /// Begins a packet.
    ///
    /// @return whether a message of that length shares one; if not, it can be sent now
    private boolean begin(long bytes) throws InterruptedException {
        if (!open) {
            throw new IllegalStateException("the batch is closed");
        }
        endPack();
        if (!pipe.packs() || bytes > packBytes - Pack.HEADER_BYTES - Pack.LENGTH_BYTES) {
            endBatch();
            return false;
        }
        if (batch == null) {
            batch = pipe.channel().batch();
        }
        reservation = batch.reserve(packBytes);
        memory = reservation.memory();
        start = reservation.offset();
        room = packBytes;
        used = Pack.HEADER_BYTES;
        return true;
    }

    private void endPack() {
        if (reservation != null) {
            Pack.writeHeader(memory, start, used);
            reservation.commit(0, false, used);
            reservation = null;
            memory = MemorySegment.NULL;
            room = 0;
            used = 0;
            if (batch != null) {
                batch.flush();
            }
        }
    }

    private void endBatch() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
    }

    /// Makes all of it visible. Idempotent.
    @Override
    public void close() {
        if (open) {
            open = false;
            try {
                endPack();
            } finally {
                endBatch();
                pipe.endSending();
            }
        }
    }
}
