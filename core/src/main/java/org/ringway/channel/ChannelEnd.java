// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import org.ringway.BusException;
import org.ringway.ProtocolException;
import org.ringway.RingCorruptException;
import org.ringway.platform.Doorbell;

/// Ends a channel: once, from any thread, waking everybody.
///
/// - **Thread:** any. **Blocking:** never.
final class ChannelEnd {
    private final ChannelState state;
    private final Doorbell doorbell;
    private final Turn turn;
    private final Receiver receiver;
    private final Transactions transactions;
    private final ChannelEvents events;

    ChannelEnd(ChannelState state, Doorbell doorbell, Turn turn, Receiver receiver,
            Transactions transactions, ChannelEvents events) {
        this.state = state;
        this.doorbell = doorbell;
        this.turn = turn;
        this.receiver = receiver;
        this.transactions = transactions;
        this.events = events;
    }

    ChannelEvents events() {
        return events;
    }

    void end(ChannelState.Reason reason) {
        end(reason, switch (reason) {
            case CLOSED_HERE -> "closed here";
            case CLOSED_BY_PEER -> "closed by the other side";
            case PEER_LOST -> "peer lost";
            case RESCINDED -> "the offer was rescinded";
            case CORRUPT -> "broken by the other side";
        });
    }

    void end(ChannelState.Reason reason, String text) {
        if (state.end(reason, text)) {
            doorbell.close();
            turn.wakeAll();
            settle();
            events.ended(reason);
        }
    }

    /// Delivers the completions that came in time and fails the other requests; only a leader may,
    /// so whoever leads does it on leaving.
    void settle() {
        if (!turn.tryTake()) {
            return;
        }
        try {
            if (state.isReadable()) {
                receiver.keep();
            }
        } catch (RingCorruptException | ProtocolException
                | IllegalStateException nothingToDeliver) {
            // Broken or unmapped meanwhile: what is left in the ring is lost.
        } finally {
            transactions.failAll(state);
            turn.release();
        }
    }

    /// Nothing handled on a channel that has ended: nothing will come any more.
    int unlessOver(int handled) {
        if (handled == 0 && !state.isOpen()) {
            throw state.exception();
        }
        return handled;
    }

    /// What to tell the user. A rule broken by the other side ends the channel; memory that is gone
    /// means that another thread has closed it.
    RuntimeException translated(RuntimeException thrown) {
        return switch (thrown) {
            case RingCorruptException broken -> corrupt(broken);
            case ProtocolException broken -> corrupt(broken);
            case IllegalStateException gone when !state.isReadable() -> state.exception();
            default -> thrown;
        };
    }

    private BusException corrupt(BusException broken) {
        end(ChannelState.Reason.CORRUPT, String.valueOf(broken.getMessage()));
        return broken;
    }
}
