// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.memory.TransferPages;
import org.ringway.memory.TransferRange;
import org.ringway.memory.TransferSetId;

/// Slots in a transfer-page set, for packets of this side: filled in place, sent by offset, and
/// free again with the completion.
///
/// A packet names a slot by offset and length, whatever its size: 64 KiB and 16 MiB cost the same.
/// A slot is one or more whole *units*; where all slots have one size the unit is that size, else
/// it is what their lengths are rounded up to.
///
/// - **Thread:** any.
/// - **Blocking:** [#take] waits for completions as [ChannelOptions#waiting] says, [#tryTake] and
///   [#close] never.
/// - **Allocation:** a few small objects per packet.
public final class TransferPool implements AutoCloseable {
    private final ChannelParts parts;
    private final TransferSet set;
    private final int unitBytes;
    private final SetSpace space;
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock queue = new ReentrantLock();

    TransferPool(ChannelParts parts, TransferSet set, int unitBytes) {
        this.parts = parts;
        this.set = set;
        this.unitBytes = unitBytes;
        this.space = new SetSpace(set, unitBytes);
    }

    /// {@return the set's number}
    public TransferSetId set() {
        return set.id();
    }

    /// {@return bytes of a unit}
    public int unitBytes() {
        return unitBytes;
    }

    /// {@return bytes that are in no slot now, perhaps not side by side}
    public long freeBytes() {
        return space.freeBytes();
    }

    /// Takes slots for one packet, if they are free now and nobody waits for some.
    ///
    /// @param bytes of each range that the packet is to name, at least one
    /// @return all of them, or null
    /// @throws IllegalArgumentException if a range is empty or larger than any part of the set
    /// @throws IllegalStateException if the pool is closed
    public @Nullable Slots tryTake(long... bytes) {
        return queue.isLocked() ? null : takeNow(bytes);
    }

    private @Nullable Slots takeNow(long[] bytes) {
        parts.state().requireOpen();
        if (bytes.length == 0) {
            throw new IllegalArgumentException("a packet must name a range: ranges=0");
        }
        List<SetSpace.Slot> slots = space.tryTake(bytes);
        return slots == null ? null : new Slots(this, slots);
    }

    /// As [#tryTake], but waits for completions to bring slots back.
    ///
    /// @param bytes of each range that the packet is to name, at least one
    /// @return all of them
    /// @throws InterruptedException if interrupted while it waits
    /// @throws org.ringway.BusTimeoutException if they were not free within the channel's timeout
    /// @throws IllegalStateException if a handler of this channel would have to wait
    public Slots take(long... bytes) throws InterruptedException {
        Slots free = tryTake(bytes);
        if (free != null) {
            return free;
        }
        if (parts.waiting().isInHandler()) {
            throw new IllegalStateException("a handler cannot wait for slots on its own channel:"
                    + " they would come back after the packet in hand");
        }
        Deadline deadline = Deadline.in(parts.timeout());
        if (!queue.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS)) {
            throw deadline.exceeded("no room in the transfer set, and others wait for it");
        }
        try {
            return await(new SpaceNeed(bytes), deadline);
        } catch (RuntimeException e) {
            throw parts.end().translated(e);
        } finally {
            queue.unlock();
        }
    }

    private Slots await(SpaceNeed need, Deadline deadline) throws InterruptedException {
        waiting.incrementAndGet();
        try {
            parts.waiting().await(need, deadline);
        } finally {
            waiting.decrementAndGet();
        }
        Slots taken = need.taken;
        if (taken == null) {
            parts.state().requireOpen();
            throw deadline.exceeded("no room in the transfer set, the other side does not complete:"
                    + " set=" + set.id().value() + " freeBytes=" + freeBytes());
        }
        return taken;
    }

    /// A packet that waits for slots; met when it has them.
    private final class SpaceNeed implements Turn.Need {
        private final long[] bytes;
        private @Nullable Slots taken;

        SpaceNeed(long[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public boolean isMet() {
            if (taken == null) {
                taken = takeNow(bytes);
            }
            return taken != null;
        }

        @Override
        public boolean isForSending() {
            return true;
        }

        @Override
        public boolean metHere() {
            return true;
        }
    }

    private void giveBack(List<SetSpace.Slot> slots) {
        space.giveBack(slots);
        if (waiting.get() > 0) {
            parts.turn().wakeAll();
        }
    }

    /// No slot is given out any more; those that are out can still be sent. The pages are let go of
    /// when the last slot is back. Idempotent; removing the set and closing the channel do it, too.
    @Override
    public void close() {
        space.retire();
        if (waiting.get() > 0) {
            parts.turn().wakeAll();
        }
    }

    /// Slots for one packet.
    ///
    /// They belong to whoever took them until they are sent, to the other side until it completes,
    /// and to the pool after that: whoever writes late writes into another packet.
    ///
    /// - **Thread:** one at a time.
    public static final class Slots implements Loan, AutoCloseable {
        private enum State { HELD, LENT, BACK }

        private static final CompletionHandler NOBODY = new CompletionHandler() {
            @Override
            public void completed(MemorySegment answer) {}

            @Override
            public void failed(BusException why) {}
        };

        private final TransferPool pool;
        private final List<SetSpace.Slot> slots;
        private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

        private Slots(TransferPool pool, List<SetSpace.Slot> slots) {
            this.pool = pool;
            this.slots = slots;
        }

        /// {@return the bytes of each range, to be filled before they are sent}
        /// @throws IllegalStateException if they are sent or given back
        public List<MemorySegment> segments() {
            requireHeld(state.get());
            return slots.stream().map(SetSpace.Slot::bytes).toList();
        }

        /// {@return the bytes of the only range}
        /// @throws IllegalStateException if there are more, see [#segments]; or if they are sent or
        ///     given back
        public MemorySegment segment() {
            requireHeld(state.get());
            if (slots.size() != 1) {
                throw new IllegalStateException("slots are not one range: ranges=" + slots.size());
            }
            return slots.getFirst().bytes();
        }

        /// {@return where the ranges are in the set, for protocols that say it in their payload}
        public List<TransferRange> ranges() {
            TransferRange[] ranges = new TransferRange[slots.size()];
            for (int i = 0; i < ranges.length; i++) {
                ranges[i] = slots.get(i).range();
            }
            return List.of(ranges);
        }

        /// Sends the slots in a packet whose answer nobody reads; they come back with it. Waits for
        /// room and for one of [ChannelOptions#maxRequests] places.
        ///
        /// @param payload the command about them, copied before this returns
        /// @throws InterruptedException if interrupted while it waits; nothing was sent
        public void send(MemorySegment payload) throws InterruptedException {
            start(payload, NOBODY);
        }

        /// Sends the slots in a packet and waits for its completion, which gives them back. After a
        /// timeout they are the other side's until the completion comes.
        ///
        /// @param payload the command about them, copied before this returns
        /// @param answer takes the answer, or as much as fits
        /// @param atMost how long to wait for room and answer together
        /// @return bytes of the answer, a multiple of 8
        /// @throws InterruptedException if interrupted while it waits; it may have been sent
        public int request(MemorySegment payload, MemorySegment answer, Duration atMost)
                throws InterruptedException {
            try {
                return pool.parts.requests().call(this, payload, answer, Deadline.in(atMost));
            } catch (RuntimeException e) {
                throw pool.parts.end().translated(e);
            }
        }

        /// Sends the slots in a packet and returns; see [BusChannel#start].
        ///
        /// @param payload the command about them, copied before this returns
        /// @param handler told exactly once, unless this throws; the slots are back by then
        /// @throws InterruptedException if interrupted while it waits; nothing was sent
        public void start(MemorySegment payload, CompletionHandler handler)
                throws InterruptedException {
            try {
                pool.parts.requests().start(this, payload, handler);
            } catch (RuntimeException e) {
                throw pool.parts.end().translated(e);
            }
        }

        /// As [#start], but never waits.
        ///
        /// @param payload the command about them, copied before this returns
        /// @param handler told exactly once if this returns `true`
        /// @return whether it is sent; if not, the slots are still held
        public boolean tryStart(MemorySegment payload, CompletionHandler handler) {
            try {
                return pool.parts.requests().tryStart(this, payload, handler);
            } catch (RuntimeException e) {
                throw pool.parts.end().translated(e);
            }
        }

        TransferPages pages() {
            return new TransferPages(pool.set.id(), pool.set.isOwn(), ranges());
        }

        void lend() {
            requireHeld(state.compareAndExchange(State.HELD, State.LENT));
        }

        /// The packet was never sent.
        void withdraw() {
            state.set(State.HELD);
        }

        void giveBack() {
            state.set(State.BACK);
            pool.giveBack(slots);
        }

        private static void requireHeld(State found) {
            if (found != State.HELD) {
                throw new IllegalStateException("slots are sent or given back: state=" + found);
            }
        }

        /// Gives the slots back, unless they are sent. Idempotent.
        @Override
        public void close() {
            if (state.compareAndSet(State.HELD, State.BACK)) {
                pool.giveBack(slots);
            }
        }
    }
}
