// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Tells one listener what has changed, on a virtual thread that lives while there is something to
/// tell.
///
/// It compares what it has told with what is there, so a listener that takes its time costs no
/// memory.
///
/// - **Thread:** any.
public final class OfferWatch implements AutoCloseable {
    private final OfferBoard board;
    private final OfferListener listener;
    private final Set<Offer> told = new LinkedHashSet<>();
    /// How often to look; whoever makes it 1 starts the thread that makes it 0 again.
    private final AtomicInteger looks = new AtomicInteger();
    private volatile boolean closed;

    OfferWatch(OfferBoard board, OfferListener listener) {
        this.board = board;
        this.listener = listener;
    }

    void look() {
        if (looks.getAndIncrement() == 0) {
            Thread.ofVirtual().name("ringway offers").start(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = looks.get();
            tell(board.offers());
        } while (looks.addAndGet(-seen) > 0);
    }

    private void tell(List<Offer> now) {
        for (Offer offer : List.copyOf(told)) {
            if (!now.contains(offer) && told.remove(offer) && !closed) {
                listener.rescinded(offer);
            }
        }
        for (Offer offer : now) {
            if (told.add(offer) && !closed) {
                listener.appeared(offer);
            }
        }
    }

    /// The listener is told nothing more; a call that is under way is not waited for. Idempotent.
    @Override
    public void close() {
        closed = true;
        board.forget(this);
    }
}
