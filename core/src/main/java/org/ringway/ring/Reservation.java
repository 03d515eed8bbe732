// SPDX-License-Identifier: Apache-2.0
package org.ringway.ring;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Room for one in-band packet, to be filled in place.
///
/// Commit writes the packet, closing without a commit gives the room back. There is one reservation
/// per ring, made again for every use.
///
/// - **Thread:** the ring's writer.
public final class Reservation implements AutoCloseable {
    private final OutgoingRing ring;
    private @Nullable RingMemory memory;
    private @Nullable MemorySegment payload;
    private int position;
    private int bytes;

    Reservation(OutgoingRing ring) {
        this.ring = ring;
    }

    /// Two writers of the same room would destroy each other's packets.
    void checkClosed() {
        if (memory != null) {
            throw new IllegalStateException("the last reservation is still open: bytes=" + bytes);
        }
    }

    void begin(RingMemory over, int at, int payloadBytes) {
        memory = over;
        position = at;
        bytes = payloadBytes;
    }

    /// {@return the room for the payload, to be written before the commit}
    ///
    /// In a ring that is mapped once, a payload across its end is built aside and copied by the
    /// commit.
    ///
    /// @throws IllegalStateException if this was committed or closed
    public MemorySegment payload() {
        RingMemory ringMemory = open();
        if (payload == null) {
            payload = ringMemory.isContiguous(position, bytes)
                    ? ringMemory.slice(position, bytes)
                    : MemorySegment.ofArray(new long[bytes + 7 >>> 3]).asSlice(0, bytes);
        }
        return payload;
    }

    /// The memory in which the room lies, for who writes it again and again: no segment is made for
    /// the room alone. It is longer than that; whatever else lies there is not for the caller.
    ///
    /// @return memory to write from [#offset] on
    /// @throws IllegalStateException if this was committed or closed
    public MemorySegment memory() {
        return isInPlace() ? open().data() : payload();
    }

    /// {@return where in [#memory] the room begins}
    /// @throws IllegalStateException if this was committed or closed
    public long offset() {
        return isInPlace() ? position : 0;
    }

    private boolean isInPlace() {
        return open().isContiguous(position, bytes);
    }

    /// Writes the packet, not yet visible.
    ///
    /// @param transactionId echoed by the completion
    /// @param completionRequested whether the receiver owes a completion
    /// @throws IllegalStateException if this was committed or closed
    public void commit(long transactionId, boolean completionRequested) {
        commit(transactionId, completionRequested, bytes);
    }

    /// As [#commit(long, boolean)], but of the beginning only; the rest is given back.
    ///
    /// @param transactionId echoed by the completion
    /// @param completionRequested whether the receiver owes a completion
    /// @param payloadBytes how many bytes the payload has, at most what was reserved
    /// @throws IllegalArgumentException if that is more
    /// @throws IllegalStateException if this was committed or closed
    public void commit(long transactionId, boolean completionRequested, int payloadBytes) {
        RingMemory ringMemory = open();
        if (payloadBytes < 0 || payloadBytes > bytes) {
            throw new IllegalArgumentException("more than was reserved: payloadBytes="
                    + payloadBytes + " reserved=" + bytes);
        }
        if (payload != null && !isInPlace()) {
            ringMemory.copyIn(payload, 0, position, payloadBytes);
        }
        ringMemory.zeroAfter(position, payloadBytes);
        close();
        ring.commitReserved(transactionId, completionRequested, payloadBytes);
    }

    /// Gives the room back, unless committed.
    @Override
    public void close() {
        memory = null;
        payload = null;
    }

    private RingMemory open() {
        if (memory == null) {
            throw new IllegalStateException("the reservation is not open");
        }
        return memory;
    }
}
