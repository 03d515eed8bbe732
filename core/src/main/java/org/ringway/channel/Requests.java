// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Packets that want a completion: in-band, or with pages lent.
///
/// - **Thread:** any.
final class Requests {
    /// Looks before waiting in earnest, some microseconds in all.
    private static final int LOOKS = 100;

    private final Sender sender;
    private final Transactions transactions;
    private final Waiting waiting;
    private final ChannelState state;
    private final ChannelEvents events;
    private final Duration timeout;

    /// @param timeout for those that say none
    Requests(Sender sender, Transactions transactions, Waiting waiting, ChannelState state,
            ChannelEvents events, Duration timeout) {
        this.sender = sender;
        this.transactions = transactions;
        this.waiting = waiting;
        this.state = state;
        this.events = events;
        this.timeout = timeout;
    }

    /// Sends and waits for the answer.
    ///
    /// @return bytes of the answer, of which as many as fit were copied
    int call(@Nullable Loan lent, MemorySegment payload, MemorySegment answer,
            Deadline deadline) throws InterruptedException {
        if (waiting.isInHandler()) {
            throw new IllegalStateException("a handler cannot wait for an answer on its own"
                    + " channel: it would come after the packet in hand");
        }
        Loan.begin(lent);
        Transaction begun = transactions.tryBegin(null, lent);
        Transaction transaction = begun != null ? begun : awaitSlot(null, lent, deadline);
        send(transaction, lent, payload, deadline);
        ChannelEvent wait = events.beginWait();
        try {
            waiting.await(transaction, deadline);
        } catch (InterruptedException | RuntimeException e) {
            if (!transaction.abandon()) {
                transactions.release(transaction);
            }
            throw e;
        } finally {
            events.end(wait);
        }
        return outcome(transaction, answer, deadline);
    }

    private int outcome(Transaction transaction, MemorySegment answer, Deadline deadline) {
        if (transaction.abandon()) {
            state.requireOpen();
            throw deadline.exceeded("no completion came");
        }
        try {
            if (!transaction.isCompleted()) {
                throw state.exception();
            }
            transaction.copyAnswer(answer);
            return transaction.answerBytes();
        } finally {
            transactions.release(transaction);
        }
    }

    /// Sends, and lets a handler be told of the outcome. If this throws, it will not be told.
    void start(@Nullable Loan lent, MemorySegment payload, CompletionHandler handler)
            throws InterruptedException {
        Loan.begin(lent);
        Transaction begun = beginSoon(handler, lent);
        if (begun != null) {
            send(begun, lent, payload, null);
        } else {
            Deadline deadline = Deadline.in(timeout);
            send(awaitSlot(handler, lent, deadline), lent, payload, deadline);
        }
    }

    /// As [#start], but never waits.
    boolean tryStart(@Nullable Loan lent, MemorySegment payload,
            CompletionHandler handler) {
        Loan.begin(lent);
        Transaction transaction = transactions.tryBegin(handler, lent);
        if (transaction == null) {
            Loan.withdraw(lent);
            state.requireOpen();
            return false;
        }
        try {
            state.requireOpen();
            boolean sent = trySend(transaction, lent, payload);
            if (!sent) {
                withdraw(transaction);
            }
            return sent;
        } catch (RuntimeException e) {
            withdraw(transaction);
            throw e;
        }
    }

    /// Waits until no request is under way.
    ///
    /// @return whether none is
    boolean drain(Deadline deadline) throws InterruptedException {
        waiting.requireOutsideHandler();
        transactions.beginWaiting();
        try {
            return waiting.await(new HereNeed(() -> transactions.underWay() == 0), deadline);
        } finally {
            transactions.endWaiting();
        }
    }

    /// When all slots are in use, a completion is mostly about to come: no objects to wait with are
    /// made then.
    private @Nullable Transaction beginSoon(CompletionHandler handler, @Nullable Loan lent) {
        Transaction begun = transactions.tryBegin(handler, lent);
        try {
            for (int i = 0; begun == null && i < LOOKS && waiting.looks(); i++) {
                begun = transactions.tryBegin(handler, lent);
            }
        } catch (RuntimeException e) {
            Loan.withdraw(lent);
            throw e;
        }
        return begun;
    }

    /// Waits for a slot; what is lent is withdrawn if none becomes free.
    private Transaction awaitSlot(@Nullable CompletionHandler handler, @Nullable Loan lent,
            Deadline deadline) throws InterruptedException {
        SlotNeed slot = new SlotNeed(transactions, handler, lent);
        transactions.beginWaiting();
        try {
            waiting.await(slot, deadline);
        } finally {
            transactions.endWaiting();
            if (slot.begun() == null) {
                Loan.withdraw(lent);
            }
        }
        Transaction begun = slot.begun();
        if (begun == null) {
            state.requireOpen();
            throw deadline.exceeded("too many requests are under way");
        }
        return begun;
    }

    /// @param deadline null for the timeout from now on: an object only for who has to wait
    private void send(Transaction transaction, @Nullable Loan lent,
            MemorySegment payload, @Nullable Deadline deadline) throws InterruptedException {
        try {
            state.requireOpen();
            if (!trySend(transaction, lent, payload)) {
                long id = transaction.id();
                waiting.send(() -> Loan.write(lent, sender.ring(), id, payload),
                        deadline != null ? deadline : Deadline.in(timeout));
            }
        } catch (InterruptedException | RuntimeException e) {
            if (withdraw(transaction)) {
                throw e;
            }
        }
    }

    private boolean withdraw(Transaction transaction) {
        boolean withdrawn = transaction.withdraw();
        if (withdrawn || !transaction.hasHandler()) {
            transactions.release(transaction);
            return true;
        }
        return false;
    }

    private boolean trySend(
            Transaction transaction, @Nullable Loan lent, MemorySegment payload) {
        return !sender.isQueued() && sender.tryRequest(lent, transaction.id(), payload);
    }
}
