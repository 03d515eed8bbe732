// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import org.jspecify.annotations.Nullable;

/// What a flight recorder hears of one channel. While nobody records, a question costs a look at a
/// flag and nothing is allocated.
///
/// - **Thread:** any.
final class ChannelEvents {
    /// Asked instead of a new event each time.
    private static final FullRingEvent FULL_RING = new FullRingEvent();
    private static final LongWaitEvent LONG_WAIT = new LongWaitEvent();

    private final ChannelSide.Wiring channel;

    ChannelEvents(ChannelSide.Wiring channel) {
        this.channel = channel;
    }

    void opened() {
        ChannelOpenEvent event = new ChannelOpenEvent();
        if (event.shouldCommit()) {
            event.outgoingBytes = channel.outgoing().dataBytes();
            event.incomingBytes = channel.incoming().dataBytes();
            event.commit(channel);
        }
    }

    void ended(ChannelState.Reason reason) {
        ChannelCloseEvent event = new ChannelCloseEvent();
        if (event.shouldCommit()) {
            event.reason = reason.name();
            event.commit(channel);
        }
        PeerLostEvent lost = new PeerLostEvent();
        if (reason == ChannelState.Reason.PEER_LOST && lost.shouldCommit()) {
            lost.commit(channel);
        }
    }

    /// {@return to be given to [#end], or null if nobody records}
    @Nullable ChannelEvent beginFullRing() {
        return FULL_RING.isEnabled() ? begun(new FullRingEvent()) : null;
    }

    /// {@return to be given to [#end], or null if nobody records}
    @Nullable ChannelEvent beginWait() {
        return LONG_WAIT.isEnabled() ? begun(new LongWaitEvent()) : null;
    }

    private static ChannelEvent begun(ChannelEvent event) {
        event.begin();
        return event;
    }

    void end(@Nullable ChannelEvent event) {
        if (event != null) {
            event.end();
            if (event.shouldCommit()) {
                event.commit(channel);
            }
        }
    }
}
