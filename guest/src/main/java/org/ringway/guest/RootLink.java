// SPDX-License-Identifier: Apache-2.0
package org.ringway.guest;

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

/// The link to the root of the moment. What does not fit the ear waits in the link. Used by the
/// thread of the poller alone, which also calls the ear; closing it tells the ear nothing.
final class RootLink implements AutoCloseable {
    /// The pause after one try to find a root and before the next.
    static final Duration UNTIL_RETRY = Duration.ofMillis(200);

    private final RootDoor door;
    private final Handle memory;
    private final Poller poller;
    private final Ear ear;
    private @Nullable ControlLink link;
    private boolean listening;
    private long soonestTry = System.nanoTime();

    /// Whom the root speaks to.
    interface Ear {
        boolean hasRoom();

        /// @param message whose handles are the ear's
        /// @throws ProtocolException if no root says this: it is as good as gone
        void heard(Received.Message message);

        /// The link has ended.
        void lost();
    }

    /// @param memory the guest's, of which each root is told
    /// @param link to the root, which has been told of it
    RootLink(RootDoor door, Handle memory, Poller poller, ControlLink link, Ear ear) {
        this.door = door;
        this.memory = memory;
        this.poller = poller;
        this.link = link;
        this.ear = ear;
    }

    boolean isThere() {
        return link != null;
    }

    /// @return whether there is a root, and the link had room
    boolean say(byte[] message) {
        return link != null && link.trySend(message, List.of());
    }

    /// Looks for a root while there is none. Not more often than now and again: a guest that has
    /// itself hung up on, or a root that wants nobody, must not keep either busy.
    ///
    /// @return whether there is one now
    boolean find() {
        long now = System.nanoTime();
        if (now - soonestTry < 0) {
            return false;
        }
        soonestTry = now + UNTIL_RETRY.toNanos();
        try {
            link = door.enter(memory);
            listen();
            return true;
        } catch (PlatformException _) {
            // A link that cannot be listened to is none.
            close();
            return false;
        }
    }

    /// To be called when the ear has room again.
    void listen() {
        if (link != null && !listening) {
            poller.watch(link, Interest.READ, this::receive);
            listening = true;
        }
    }

    private void receive() {
        ControlLink from = link;
        while (from != null && from == link && ear.hasRoom()) {
            switch (from.receive()) {
                case Received.Message message -> hearOrLose(message);
                case Received.Nothing() -> {
                    return;
                }
                case Received.HangUp() -> lose();
            }
        }
        if (from != null && from == link) {
            poller.forget(from);
            listening = false;
        }
    }

    private void hearOrLose(Received.Message message) {
        try {
            ear.heard(message);
        } catch (ProtocolException | PlatformException _) {
            lose();
        }
    }

    /// Hangs up on a root that is not worth its link.
    void lose() {
        close();
        ear.lost();
    }

    @Override
    public void close() {
        if (link != null) {
            poller.forget(link);
            link.close();
            link = null;
            listening = false;
        }
    }
}
