// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.ringway.platform.ControlLink;
import org.ringway.platform.ControlListener;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Poller.Interest;

/// A root's address, and the links of children that knocked and were not let in yet.
final class LocalListener implements ControlListener, Watched {
    /// Children that wait at most.
    static final int WAITING_LINKS = 64;

    private final PeerCredentials self;
    private final Watchers watchers = new Watchers();
    private final Queue<LocalLink> waiting = new ArrayDeque<>();
    private Runnable removal = () -> {};
    private boolean closed;

    LocalListener(PeerCredentials self) {
        this.self = self;
    }

    /// Says how to free the address; until then there is none.
    void onClose(Runnable freeAddress) {
        removal = freeAddress;
    }

    /// {@return the child's end of a new link, or null if nobody will ever accept it, or not soon}
    @Nullable ControlLink knock(PeerCredentials child) {
        LocalLink link = new LocalLink(child, self);
        synchronized (waiting) {
            if (closed || waiting.size() >= WAITING_LINKS) {
                return null;
            }
            waiting.add(link.other());
        }
        watchers.changed(this);
        return link;
    }

    @Override
    public @Nullable ControlLink accept() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    @Override
    public void close() {
        abandon();
        removal.run();
    }

    /// Ends like a killed root: the address stays behind, and whoever waited is hung up on.
    void abandon() {
        List<LocalLink> unheard;
        synchronized (waiting) {
            closed = true;
            unheard = List.copyOf(waiting);
            waiting.clear();
        }
        unheard.forEach(LocalLink::close);
        watchers.changed(this);
    }

    @Override
    public boolean isReady(Interest interest) {
        synchronized (waiting) {
            return interest != Interest.WRITE && !waiting.isEmpty();
        }
    }

    @Override
    public boolean isClosed() {
        synchronized (waiting) {
            return closed;
        }
    }

    @Override
    public Watchers watchers() {
        return watchers;
    }
}
