// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import org.jspecify.annotations.Nullable;

/// A request that waits because too many are under way; met when it has a slot.
final class SlotNeed implements Turn.Need {
    private final Transactions transactions;
    private final @Nullable CompletionHandler handler;
    private final @Nullable Loan lent;
    private @Nullable Transaction begun;

    SlotNeed(Transactions transactions, @Nullable CompletionHandler handler,
            @Nullable Loan lent) {
        this.transactions = transactions;
        this.handler = handler;
        this.lent = lent;
    }

    @Override
    public boolean isMet() {
        if (begun == null) {
            begun = transactions.tryBegin(handler, lent);
        }
        return begun != null;
    }

    @Override
    public boolean isForSending() {
        return true;
    }

    @Override
    public boolean metHere() {
        return true;
    }

    @Nullable Transaction begun() {
        return begun;
    }

    @Override
    public Turn.Purpose purpose() {
        return Turn.Purpose.SLOT;
    }
}
