// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.platform.Doorbell;
import org.ringway.ring.OutgoingRing;
import org.ringway.ring.Reservation;

/// Writes packets for many threads, and signals when the other side must be woken.
///
/// The ring's lock is held for one packet or one batch, never while waiting. Who waits for room
/// holds the queue's lock, so that packets that find no room keep their order and large ones are
/// not overtaken for ever. Completions never wait: without room they are kept and go out first.
///
/// - **Thread:** any.
final class Sender {
    static final MemorySegment NOTHING = MemorySegment.ofArray(new long[0]);

    private record Completion(long transactionId, MemorySegment answer) {}

    private final OutgoingRing ring;
    private final Doorbell doorbell;
    private final ChannelState state;
    private final AtomicInteger kept;
    private final Runnable freed;
    private final boolean locks;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock queue = new ReentrantLock();
    private final Queue<Completion> unsent = new ArrayDeque<>();
    private int waiting;
    private volatile int unsentCount;
    private @Nullable Thread keeper;
    private long signals;

    /// @param kept counts private copies on this channel, unsent completions among them
    /// @param freed runs after a private copy is gone
    /// @param singleSender whether the user promised that one thread alone sends
    Sender(OutgoingRing ring, Doorbell doorbell, ChannelState state, AtomicInteger kept,
            Runnable freed, boolean singleSender) {
        this.ring = ring;
        this.doorbell = doorbell;
        this.state = state;
        this.kept = kept;
        this.freed = freed;
        this.locks = !singleSender;
    }

    OutgoingRing ring() {
        return ring;
    }

    void lock() {
        if (locks) {
            lock.lock();
        }
    }

    void unlock() {
        if (locks) {
            lock.unlock();
        }
    }

    boolean isQueued() {
        return queue.isLocked();
    }

    boolean enterQueue(Deadline deadline) throws InterruptedException {
        return queue.tryLock(deadline.leftNanos(), TimeUnit.NANOSECONDS);
    }

    void leaveQueue() {
        queue.unlock();
    }

    /// Tries to write something and make it visible.
    ///
    /// @param write tries to write into the ring, and says whether it found room
    /// @param wish whether to ask for a signal when there will be room
    /// @return whether it is written
    boolean attempt(BooleanSupplier write, boolean wish) {
        boolean signal;
        boolean written;
        lock();
        try {
            written = flushUnsent() && write.getAsBoolean();
            signal = publishes();
            while (!written && wish && ring.requestSpace()) {
                written = flushUnsent() && write.getAsBoolean();
                signal |= publishes();
            }
        } finally {
            unlock();
        }
        signalIf(signal);
        return written;
    }

    /// As [#attempt] for an in-band packet, without a closure.
    boolean tryInBand(long transactionId, boolean completionRequested, MemorySegment payload) {
        boolean signal;
        boolean written;
        lock();
        try {
            written = flushUnsent() && ring.tryWrite(transactionId, completionRequested, payload);
            signal = publishes();
        } finally {
            unlock();
        }
        signalIf(signal);
        return written;
    }

    /// As [#attempt] for a request, without a closure.
    boolean tryRequest(@Nullable Loan lent, long transactionId, MemorySegment payload) {
        boolean signal;
        boolean written;
        lock();
        try {
            written = flushUnsent() && Loan.write(lent, ring, transactionId, payload);
            signal = publishes();
        } finally {
            unlock();
        }
        signalIf(signal);
        return written;
    }

    /// As [#attempt] for a payload that is written in place, without a closure.
    boolean tryInPlace(int payloadBytes, Consumer<MemorySegment> fill) {
        boolean signal;
        boolean written;
        lock();
        try {
            written = flushUnsent() && writeInPlace(payloadBytes, fill);
            signal = publishes();
        } finally {
            unlock();
        }
        signalIf(signal);
        return written;
    }

    /// Writes a payload in place; the caller holds the lock.
    ///
    /// @return whether there was room
    boolean writeInPlace(int payloadBytes, Consumer<MemorySegment> fill) {
        try (Reservation room = ring.tryReserve(payloadBytes)) {
            if (room == null) {
                return false;
            }
            fill.accept(room.payload());
            room.commit(0, false);
            return true;
        }
    }

    /// Makes what was written visible; the caller holds the lock.
    ///
    /// @return whether to signal, best after the lock is free again
    boolean publishes() {
        if (ring.publish()) {
            signals++;
            return true;
        }
        return false;
    }

    void signalIf(boolean needed) {
        if (needed) {
            doorbell.signal();
        }
    }

    void requireFits(MemorySegment answer) {
        if (answer.byteSize() > ring.largestPayload()) {
            throw new IllegalArgumentException("answer does not fit into any packet of this ring:"
                    + " answerBytes=" + answer.byteSize() + " largest=" + ring.largestPayload());
        }
    }

    /// Answers a packet. After the channel's end there is nobody to answer.
    void complete(long transactionId, MemorySegment answer) {
        boolean signal;
        lock();
        try {
            if (!state.isOpen()) {
                return;
            }
            if (!flushUnsent() || !ring.tryComplete(transactionId, answer)) {
                keep(transactionId, answer);
            }
            signal = publishes();
        } finally {
            unlock();
        }
        signalIf(signal);
    }

    private void keep(long transactionId, MemorySegment answer) {
        byte[] copy = answer.toArray(ValueLayout.JAVA_BYTE);
        unsent.add(new Completion(transactionId, MemorySegment.ofArray(copy)));
        unsentCount = unsent.size();
        keeper = Thread.currentThread();
        kept.incrementAndGet();
        boolean signal = publishes();
        while (unsentCount > 0 && ring.requestSpace()) {
            flushUnsent();
            signal |= publishes();
        }
        signalIf(signal);
    }

    /// Sends kept completions as far as there is room; asks for a signal if there is not enough.
    /// Where one thread alone sends, it alone does this.
    void flush() {
        if (unsentCount > 0 && (locks || keeper == Thread.currentThread())) {
            attempt(() -> true, true);
        }
    }

    /// Whether none is left.
    private boolean flushUnsent() {
        if (unsentCount == 0) {
            return true;
        }
        while (!unsent.isEmpty()) {
            Completion next = unsent.element();
            if (!ring.tryComplete(next.transactionId, next.answer)) {
                return false;
            }
            unsent.remove();
            unsentCount = unsent.size();
            kept.decrementAndGet();
            freed.run();
        }
        withdrawWish();
        return true;
    }

    /// Somebody begins to wait for room.
    void beginWaiting() {
        lock();
        waiting++;
        unlock();
    }

    void endWaiting() {
        lock();
        waiting--;
        withdrawWish();
        unlock();
    }

    /// The wish for room is taken back when nobody waits any more.
    private void withdrawWish() {
        if (waiting == 0 && unsent.isEmpty()) {
            ring.withdrawRequest();
        }
    }

    long signals() {
        return signals;
    }

    /// Who waits for the right to wait for room.
    Branch inspect() {
        return branch("senders", leaf("inBatchOrWrite", lock.isLocked()),
                leaf("waitingForRoom", queue.isLocked()), leaf("queued", queue.getQueueLength()),
                leaf("unsentCompletions", unsentCount));
    }
}
