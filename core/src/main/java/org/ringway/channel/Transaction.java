// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.ringway.ring.Packet;

/// One request under way: waits for its completion, and holds what was lent for it.
///
/// An object serves one request after another; its number changes each time, so that a late or
/// forged completion finds nothing.
final class Transaction implements Turn.Need {
    private enum State { IDLE, PENDING, COMPLETED, FAILED, ABANDONED }

    private static final int KEPT_ANSWER_QUADWORDS = 512;
    private static final int INDEX_BITS = 16;
    private static final VarHandle STATE;
    private static final VarHandle LENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Transaction.class, "state", State.class);
            LENT = lookup.findVarHandle(Transaction.class, "lent", Loan.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int index;
    private long round;
    private @Nullable Thread waiter;
    private @Nullable CompletionHandler handler;
    private volatile @Nullable Loan lent;
    private long[] answer = new long[0];
    private int answerBytes;
    private volatile State state = State.IDLE;

    Transaction(int index) {
        this.index = index;
    }

    /// The slot that a number names, perhaps out of range.
    static long indexOf(long transactionId) {
        return (transactionId & (1L << INDEX_BITS) - 1) - 1;
    }

    /// The number on the wire, never 0.
    long id() {
        return round << INDEX_BITS | index + 1;
    }

    boolean hasHandler() {
        return handler != null;
    }

    int index() {
        return index;
    }

    void begin(@Nullable CompletionHandler told, @Nullable Loan loan) {
        waiter = Thread.currentThread();
        handler = told;
        lent = loan;
        state = State.PENDING;
    }

    /// The end of a round: the number is not valid any more.
    void reset() {
        round = round + 1 & (1L << 64 - INDEX_BITS) - 1;
        waiter = null;
        handler = null;
        if (answer.length > KEPT_ANSWER_QUADWORDS) {
            answer = new long[0];
        }
        state = State.IDLE;
    }

    /// Stores the answer for whoever waits, or tells the handler.
    ///
    /// @return whether the slot is free again; if not, the waiter frees it
    boolean complete(Packet packet) {
        CompletionHandler told = handler;
        if (told == null) {
            store(packet);
        }
        Loan.end(takeLent());
        boolean isFree = settle(State.COMPLETED);
        if (isFree && told != null && state == State.COMPLETED) {
            tell(told, packet);
        }
        return isFree;
    }

    /// As [Callbacks#run], without a closure, and without a segment for an empty answer.
    private static void tell(CompletionHandler told, Packet packet) {
        try {
            told.completed(packet.payloadBytes() == 0 ? Sender.NOTHING : packet.payload());
        } catch (RuntimeException e) {
            Callbacks.uncaught(e);
        }
    }

    /// The channel has ended without an answer.
    ///
    /// @return whether the slot is free again
    boolean fail(ChannelState why) {
        CompletionHandler told = handler;
        Loan.end(takeLent());
        boolean isFree = settle(State.FAILED);
        if (isFree && told != null && state == State.FAILED) {
            Callbacks.run(() -> told.failed(why.exception()));
        }
        return isFree;
    }

    /// The outcome is known: frees the slot of one that waits for nothing more, else wakes who
    /// waits.
    private boolean settle(State outcome) {
        Thread woken = waiter;
        boolean hasHandler = handler != null;
        if (!STATE.compareAndSet(this, State.PENDING, outcome)) {
            return state == State.ABANDONED;
        }
        if (!hasHandler && woken != Thread.currentThread()) {
            LockSupport.unpark(woken);
        }
        return hasHandler;
    }

    private void store(Packet packet) {
        answerBytes = packet.payloadBytes();
        if (answer.length < answerBytes >>> 3) {
            answer = new long[answerBytes >>> 3];
        }
        if (answerBytes > 0) {
            packet.copyPayload(MemorySegment.ofArray(answer));
        }
    }

    /// Only one of those who end a round gets it.
    private @Nullable Loan takeLent() {
        return (Loan) LENT.getAndSet(this, null);
    }

    /// The packet was never sent: nothing is lent.
    ///
    /// @return whether this call ended it; if not, the channel's end has
    boolean withdraw() {
        Loan.withdraw(takeLent());
        return STATE.compareAndSet(this, State.PENDING, State.IDLE);
    }

    /// The waiter gives up. What was lent stays lent until the completion comes.
    ///
    /// @return `false` if the outcome has come just now
    boolean abandon() {
        return STATE.compareAndSet(this, State.PENDING, State.ABANDONED);
    }

    /// {@return bytes of the answer}
    int answerBytes() {
        return answerBytes;
    }

    /// Copies the answer, as much as fits.
    void copyAnswer(MemorySegment target) {
        long bytes = Math.min(answerBytes, target.byteSize());
        MemorySegment.copy(MemorySegment.ofArray(answer), 0, target, 0, bytes);
    }

    boolean isPending() {
        State now = state;
        return now == State.PENDING || now == State.ABANDONED;
    }

    boolean isCompleted() {
        return state == State.COMPLETED;
    }

    @Override
    public boolean isMet() {
        return state != State.PENDING;
    }

    @Override
    public Turn.Purpose purpose() {
        return Turn.Purpose.ANSWER;
    }
}
