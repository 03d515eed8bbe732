// SPDX-License-Identifier: Apache-2.0
package org.ringway.channel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.RingCorruptException;

/// Whether a channel is open, and if not, why: decided once.
final class ChannelState {
    enum Reason {
        CLOSED_HERE, CLOSED_BY_PEER, PEER_LOST, RESCINDED, CORRUPT;

        /// Whether what the other side committed before is still delivered.
        boolean drains() {
            return this != CLOSED_HERE && this != CORRUPT;
        }
    }

    private record Ended(Reason reason, String text) {}

    private static final VarHandle ENDED;

    static {
        try {
            ENDED = MethodHandles.lookup().findVarHandle(ChannelState.class, "ended", Ended.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String channel;
    private volatile @Nullable Ended ended;
    private volatile boolean unmapped;

    ChannelState(String channel) {
        this.channel = channel;
    }

    /// Ends the channel, unless it has ended.
    ///
    /// @return whether this call did it
    boolean end(Reason reason, String text) {
        return ENDED.compareAndSet(this, null, new Ended(reason, text));
    }

    boolean isOpen() {
        return ended == null;
    }

    /// Whether packets in the ring may still be read.
    boolean isReadable() {
        Ended now = ended;
        return now == null || now.reason.drains() && !unmapped;
    }

    /// The rings are not there any more.
    void unmapped() {
        unmapped = true;
    }

    void requireOpen() {
        if (ended != null) {
            throw exception();
        }
    }

    /// What to tell whoever uses the channel after its end; a new exception each time.
    BusException exception() {
        Ended now = ended;
        if (now == null) {
            throw new IllegalStateException(channel + " is open");
        }
        String message = channel + ": " + now.text;
        return switch (now.reason) {
            case CLOSED_HERE, CLOSED_BY_PEER, RESCINDED -> new ChannelClosedException(message);
            case PEER_LOST -> new PeerLostException(message);
            case CORRUPT -> new RingCorruptException(message);
        };
    }

    /// In one word, for people.
    String word() {
        Ended now = ended;
        return now == null ? "OPEN" : now.reason.name();
    }
}
