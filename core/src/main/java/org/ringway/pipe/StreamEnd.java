// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.ringway.BusException;
import org.ringway.RingCorruptException;

/// Closes a stream: the last word goes out, then the goodbye, and the rings are unmapped when
/// nobody works in them any more. Whoever is last does it.
///
/// - **Thread:** any. **Blocking:** never.
final class StreamEnd {
    private final StreamState state;
    private final Bell bell;
    private final Gate incoming;
    private final Gate outgoing;
    private final Runnable unmapped;
    private final AtomicBoolean over = new AtomicBoolean();
    private Runnable lastWord = () -> { };
    private volatile boolean orderly;

    /// @param unmapped runs once, when the rings are not used any more
    StreamEnd(StreamState state, Bell bell, Gate incoming, Gate outgoing, Runnable unmapped) {
        this.state = state;
        this.bell = bell;
        this.incoming = incoming;
        this.outgoing = outgoing;
        this.unmapped = unmapped;
    }

    /// @param word ends the stream to the other side, unless that has happened
    void lastWord(Runnable word) {
        lastWord = word;
    }

    /// The other side broke a rule: nothing that it says or wants counts any more.
    ///
    /// @return what to throw
    BusException broken(BusException breach) {
        if (state.end(StreamState.End.BROKEN, String.valueOf(breach.getMessage()))) {
            bell.close();
        }
        return state.exception();
    }

    /// @param withLastWord whether the other side is to see the end of the stream, not a reset
    void close(boolean withLastWord) {
        if (!state.isClosedHere()) {
            orderly = withLastWord;
        }
        if (state.closeHere()) {
            settle();
            bell.wake();
        }
    }

    /// Leaves a ring, and goes on with a close that had to wait for that.
    void leave(Gate gate) {
        gate.leave();
        if (state.isClosedHere()) {
            settle();
        }
    }

    /// Has a look at a ring. A broken ring, an end and a thread at work are things to see, too.
    boolean look(Gate gate, BooleanSupplier see) {
        if (state.hasEnded() || !gate.tryEnter()) {
            return true;
        }
        try {
            return see.getAsBoolean();
        } catch (RingCorruptException breach) {
            broken(breach);
            return true;
        } finally {
            leave(gate);
        }
    }

    private void settle() {
        if (outgoing.tryClose()) {
            try {
                if (orderly && !state.hasEnded()) {
                    lastWord.run();
                }
            } finally {
                bell.close();
                outgoing.closed();
            }
        }
        if (outgoing.isClosed() && incoming.tryClose()) {
            incoming.closed();
            if (over.compareAndSet(false, true)) {
                unmapped.run();
            }
        }
    }
}
