// SPDX-License-Identifier: Apache-2.0
package org.ringway.pipe;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.ringway.BusException;
import org.ringway.ChannelClosedException;
import org.ringway.PeerLostException;
import org.ringway.ProtocolException;

/// Whether a stream goes on, and if not, why: decided once for each side.
///
/// - **Thread:** any.
final class StreamState {
    /// How the other side has ended.
    enum End {
        /// It has closed, or let the connection go.
        CLOSED,
        /// It is gone without a word.
        LOST,
        /// It broke a rule.
        BROKEN
    }

    private record Ended(End how, String text) {}

    private final String stream;
    private final AtomicBoolean closedHere = new AtomicBoolean();
    private final AtomicReference<@Nullable Ended> ended = new AtomicReference<>();

    StreamState(String stream) {
        this.stream = stream;
    }

    /// {@return whether this call did it}
    boolean closeHere() {
        return closedHere.compareAndSet(false, true);
    }

    boolean isClosedHere() {
        return closedHere.get();
    }

    /// {@return whether this call did it}
    boolean end(End how, String text) {
        return ended.compareAndSet(null, new Ended(how, text));
    }

    /// Whether the other side will do nothing any more; what it wrote before can be read.
    boolean hasEnded() {
        return ended.get() != null;
    }

    boolean isBroken() {
        return ended.get() instanceof Ended(var how, _) && how == End.BROKEN;
    }

    /// What to tell whoever uses the stream after its end; a new exception each time.
    BusException exception() {
        Ended now = ended.get();
        if (closedHere.get() || now == null) {
            return new ChannelClosedException(stream + ": closed here");
        }
        String message = stream + ": " + now.text;
        return switch (now.how) {
            case CLOSED -> new ChannelClosedException(message);
            case LOST -> new PeerLostException(message);
            case BROKEN -> new ProtocolException(message);
        };
    }

    /// In one word, for people.
    String word() {
        Ended now = ended.get();
        return closedHere.get() ? "CLOSED_HERE" : now == null ? "OPEN" : now.how.name();
    }
}
