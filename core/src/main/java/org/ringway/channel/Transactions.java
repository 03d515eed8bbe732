// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import org.jspecify.annotations.Nullable;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.ring.Packet;

/// The requests under way on a channel, each in a numbered slot.
///
/// - **Thread:** any to acquire and release; the leader settles. **Blocking:** never.
final class Transactions {
    private final @Nullable Transaction[] slots;
    private final int[] free;
    private final Runnable freed;
    private int freeCount;
    private int waiting;
    private long unknown;

    /// @param maxRequests how many slots
    /// @param freed runs when a slot is free again and somebody waits for one
    Transactions(int maxRequests, Runnable freed) {
        this.freed = freed;
        slots = new Transaction[maxRequests];
        free = new int[maxRequests];
        for (int i = 0; i < maxRequests; i++) {
            free[i] = maxRequests - 1 - i;
        }
        freeCount = maxRequests;
    }

    /// Takes a slot.
    ///
    /// @return a pending transaction, or null if all are in use
    synchronized @Nullable Transaction tryBegin(
            @Nullable CompletionHandler handler, @Nullable Loan lent) {
        if (freeCount == 0) {
            return null;
        }
        int index = free[--freeCount];
        Transaction transaction = slots[index];
        if (transaction == null) {
            transaction = new Transaction(index);
            slots[index] = transaction;
        }
        transaction.begin(handler, lent);
        return transaction;
    }

    void release(Transaction transaction) {
        if (releaseAndAsk(transaction)) {
            freed.run();
        }
    }

    private synchronized boolean releaseAndAsk(Transaction transaction) {
        transaction.reset();
        free[freeCount++] = transaction.index();
        return waiting > 0;
    }

    synchronized void beginWaiting() {
        waiting++;
    }

    synchronized void endWaiting() {
        waiting--;
    }

    /// Hands a completion to the request it names; one that names none is counted and ignored.
    void settle(Packet completion) {
        Transaction transaction = find(completion.transactionId());
        if (transaction == null) {
            unknown++;
        } else if (transaction.complete(completion)) {
            release(transaction);
        }
    }

    private synchronized @Nullable Transaction find(long transactionId) {
        long index = Transaction.indexOf(transactionId);
        if (index < 0 || index >= slots.length) {
            return null;
        }
        Transaction transaction = slots[(int) index];
        return transaction != null && transaction.isPending() && transaction.id() == transactionId
                ? transaction : null;
    }

    /// Ends all that are under way, because the channel has.
    void failAll(ChannelState why) {
        for (int i = 0; i < slots.length; i++) {
            Transaction transaction = pendingAt(i);
            if (transaction != null && transaction.fail(why)) {
                release(transaction);
            }
        }
    }

    private synchronized @Nullable Transaction pendingAt(int index) {
        Transaction transaction = slots[index];
        return transaction != null && transaction.isPending() ? transaction : null;
    }

    synchronized int underWay() {
        return slots.length - freeCount;
    }

    long unknownCompletions() {
        return unknown;
    }

    /// Counts without the lock, so that nobody waits for who looks on.
    Branch inspect() {
        int pending = 0;
        for (Transaction slot : slots) {
            if (slot != null && slot.isPending()) {
                pending++;
            }
        }
        return branch("requests", leaf("underWay", pending), leaf("most", slots.length),
                leaf("waitingForSlot", waiting), leaf("unknownCompletions", unknown));
    }
}
