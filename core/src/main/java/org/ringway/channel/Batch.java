// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.ringway.ring.Reservation;

/// Packets that become visible together: one index store, one signal at most.
///
/// Holds the right to send; others wait until it is closed. It gives that right up while it waits
/// for room, having made visible what is in it so far.
///
/// - **Thread:** the one that began it. **Allocation:** none but for this object and segments of
///   reservations.
public final class Batch implements AutoCloseable {
    private final ChannelParts parts;
    private boolean open = true;

    Batch(ChannelParts parts) {
        this.parts = parts;
        parts.sender().lock();
    }

    /// Adds a packet that wants no completion, if there is room now.
    ///
    /// @param payload copied before this returns
    /// @return whether it was added
    /// @throws IllegalArgumentException if it is larger than any packet here
    public boolean tryAdd(MemorySegment payload) {
        requireOpen();
        try {
            return parts.sender().ring().tryWrite(0, false, payload);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// As [#tryAdd], but waits for room.
    ///
    /// @param payload copied before this returns
    /// @throws InterruptedException if interrupted while it waits; what was added before is sent
    public void add(MemorySegment payload) throws InterruptedException {
        if (!tryAdd(payload)) {
            waitFor(() -> parts.sender().ring().tryWrite(0, false, payload));
        }
    }

    /// Reserves room for a packet to be filled in place.
    ///
    /// @param payloadBytes how many bytes
    /// @return the reservation, to be committed or closed before anything else is added; null if
    ///     there is no room now
    /// @throws IllegalArgumentException if that is larger than any packet here
    public @Nullable Reservation tryReserve(int payloadBytes) {
        requireOpen();
        try {
            return parts.sender().ring().tryReserve(payloadBytes);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// As [#tryReserve], but waits for room.
    ///
    /// @param payloadBytes how many bytes
    /// @return the reservation, to be committed or closed before anything else is added
    /// @throws InterruptedException if interrupted while it waits; what was added before is sent
    public Reservation reserve(int payloadBytes) throws InterruptedException {
        Reservation room = tryReserve(payloadBytes);
        while (room == null) {
            waitFor(() -> hasRoom(payloadBytes));
            room = tryReserve(payloadBytes);
        }
        return room;
    }

    private boolean hasRoom(int payloadBytes) {
        try (Reservation room = parts.sender().ring().tryReserve(payloadBytes)) {
            return room != null;
        }
    }

    private void waitFor(BooleanSupplier write) throws InterruptedException {
        release();
        try {
            parts.waiting().send(write, Deadline.in(parts.timeout()));
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        } finally {
            parts.sender().lock();
        }
    }

    /// Makes the packets visible that were added so far, and goes on.
    public void flush() {
        requireOpen();
        try {
            parts.sender().signalIf(parts.sender().publishes());
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        }
    }

    /// Makes the packets visible. Idempotent.
    @Override
    public void close() {
        if (open) {
            open = false;
            release();
        }
    }

    private void release() {
        boolean signal = false;
        try {
            signal = parts.sender().publishes();
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        } finally {
            parts.sender().unlock();
        }
        parts.sender().signalIf(signal);
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException("the batch is closed");
        }
        parts.state().requireOpen();
    }
}
