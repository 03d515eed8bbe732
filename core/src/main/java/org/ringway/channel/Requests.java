// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.foreign.MemorySegment;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Packets that want a completion: in-band, or with pages lent.
///
/// - **Thread:** any.
final class Requests {
    private final Sender sender;
    private final Transactions transactions;
    private final Waiting waiting;
    private final ChannelState state;
    private final ChannelEvents events;

    Requests(Sender sender, Transactions transactions, Waiting waiting, ChannelState state,
            ChannelEvents events) {
        this.sender = sender;
        this.transactions = transactions;
        this.waiting = waiting;
        this.state = state;
        this.events = events;
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
        Transaction transaction = begin(null, lent, deadline);
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
    void start(@Nullable Loan lent, MemorySegment payload, CompletionHandler handler,
            Deadline deadline) throws InterruptedException {
        send(begin(handler, lent, deadline), lent, payload, deadline);
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
            boolean sent = !sender.isQueued()
                    && sender.attempt(writing(transaction.id(), lent, payload), false);
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

    private Transaction begin(@Nullable CompletionHandler handler,
            @Nullable Loan lent, Deadline deadline) throws InterruptedException {
        Loan.begin(lent);
        Transaction first = transactions.tryBegin(handler, lent);
        if (first != null) {
            return first;
        }
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

    private void send(Transaction transaction, @Nullable Loan lent,
            MemorySegment payload, Deadline deadline) throws InterruptedException {
        try {
            state.requireOpen();
            if (lent == null) {
                sendInBand(transaction.id(), payload, deadline);
            } else {
                waiting.send(writing(transaction.id(), lent, payload), deadline);
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

    private void sendInBand(long id, MemorySegment payload, Deadline deadline)
            throws InterruptedException {
        if (sender.isQueued() || !sender.tryInBand(id, true, payload)) {
            waiting.send(writing(id, null, payload), deadline);
        }
    }

    private BooleanSupplier writing(long id, @Nullable Loan lent, MemorySegment payload) {
        return Loan.writing(lent, sender.ring(), id, payload);
    }
}
