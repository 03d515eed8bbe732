// SPDX-License-Identifier: Apache-2.0
package org.ringway.child;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.PlatformException;
import org.ringway.ProtocolException;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlLink.Received;
import org.ringway.platform.Handle;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.ToChild;
import org.ringway.protocol.ToRoot;

/// The link to the root: whole messages in, a queue of them out.
///
/// - **Thread:** the control thread. **Blocking:** never.
final class Uplink {
    /// Who hears what comes.
    interface Ear {
        /// @throws ProtocolException if the link is to be closed for it; the handles are the
        ///     caller's then
        void heard(ToChild message, List<Handle> handles);

        void lost(String why);
    }

    /// Then other sources get their turn.
    private static final int MESSAGES_PER_TURN = 64;
    /// How long to wait for room without having a look at what has come. Two sides that both wait
    /// for room would wait for ever.
    private static final Duration DEAF = Duration.ofMillis(5);
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Poller poller;
    private final Ear ear;
    private final Outbox outbox = new Outbox();
    private @Nullable ControlLink link;
    private boolean waitsForRoom;

    Uplink(Poller poller, Ear ear) {
        this.poller = poller;
        this.ear = ear;
    }

    boolean isThere() {
        return link != null;
    }

    void begin(ControlLink with) {
        link = with;
        waitsForRoom = false;
        watch(with);
    }

    private void watch(ControlLink which) {
        if (waitsForRoom) {
            poller.watch(which, Interest.WRITE, this::flush);
        } else {
            poller.watch(which, Interest.READ, this::read);
        }
    }

    /// {@return how long a poll may take before [#turn] has to be called}
    Duration patience() {
        return outbox.isEmpty() ? FOR_EVER : DEAF;
    }

    /// Goes on where the other side has to read before it can be written to.
    void turn() {
        if (!outbox.isEmpty()) {
            read();
            flush();
        }
    }

    void send(ToRoot message, List<Handle> handles) {
        if (link != null) {
            outbox.add(ControlCodec.encode(message), handles);
        }
    }

    /// Sends what was said since the last time, as far as there is room.
    void flush() {
        ControlLink to = link;
        if (to == null || outbox.isEmpty()) {
            return;
        }
        try {
            outbox.flush(to);
            if (waitsForRoom == outbox.isEmpty()) {
                waitsForRoom = !waitsForRoom;
                watch(to);
            }
        } catch (PlatformException e) {
            lose("cannot send: " + e.getMessage());
        }
    }

    private void read() {
        for (int i = 0; i < MESSAGES_PER_TURN && link != null; i++) {
            switch (link.receive()) {
                case Received.Message(byte[] bytes, var handles) -> hear(bytes, handles);
                case Received.Nothing _ -> {
                    return;
                }
                case Received.HangUp _ -> lose("it hung up");
            }
        }
    }

    private void hear(byte[] bytes, List<Handle> handles) {
        try {
            ear.heard(ControlCodec.decodeToChild(bytes), handles);
        } catch (ProtocolException e) {
            handles.forEach(Handle::close);
            lose("it broke the protocol: " + e.getMessage());
        }
    }

    /// Hangs up, and says so.
    void lose(String why) {
        if (link != null) {
            end();
            ear.lost(why);
        }
    }

    /// Hangs up.
    void end() {
        ControlLink ended = link;
        if (ended != null) {
            link = null;
            outbox.clear();
            poller.forget(ended);
            ended.close();
        }
    }

    int messagesToSend() {
        return outbox.size();
    }
}
