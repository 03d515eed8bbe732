// SPDX-License-Identifier: Apache-2.0
package org.ringway.local;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.ringway.platform.ControlLink;
import org.ringway.platform.Handle;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Platform;
import org.ringway.platform.Poller.Interest;

/// One end of a control link; messages wait in the inbox of the end that is to receive them.
final class LocalLink implements ControlLink, Watched {
    /// Messages that wait in one inbox at most.
    static final int INBOX_MESSAGES = 64;

    private static final Received NOTHING = new Received.Nothing();
    private static final Received HANG_UP = new Received.HangUp();

    private final Object lock;
    private final LocalLink other;
    private final PeerCredentials peer;
    private final Watchers watchers = new Watchers();
    private final Queue<Received.Message> inbox = new ArrayDeque<>(INBOX_MESSAGES);
    private boolean closed;

    /// Makes both ends.
    ///
    /// @param self who holds this end
    /// @param peer who holds the other
    LocalLink(PeerCredentials self, PeerCredentials peer) {
        this.lock = new Object();
        this.peer = peer;
        this.other = new LocalLink(this, self);
    }

    private LocalLink(LocalLink first, PeerCredentials peer) {
        this.lock = first.lock;
        this.peer = peer;
        this.other = first;
    }

    LocalLink other() {
        return other;
    }

    @Override
    public PeerCredentials peer() {
        return peer;
    }

    @Override
    public boolean trySend(byte[] message, List<Handle> handles) {
        if (message.length == 0 || handles.size() > Platform.MAX_HANDLES) {
            throw new IllegalArgumentException("message is empty or carries too many handles:"
                    + " bytes=" + message.length + " handles=" + handles.size());
        }
        synchronized (lock) {
            if (closed || other.closed) {
                return true;
            }
            if (other.inbox.size() >= INBOX_MESSAGES) {
                return false;
            }
            List<Handle> copies = LocalHandle.duplicate(handles);
            other.inbox.add(new Received.Message(message.clone(), copies));
        }
        other.watchers.changed(other);
        return true;
    }

    @Override
    public Received receive() {
        Received.Message message;
        synchronized (lock) {
            if (closed) {
                return HANG_UP;
            }
            message = inbox.poll();
            if (message == null) {
                return other.closed ? HANG_UP : NOTHING;
            }
        }
        other.watchers.changed(other);
        return message;
    }

    @Override
    public void close() {
        List<Received.Message> unread;
        synchronized (lock) {
            closed = true;
            unread = List.copyOf(inbox);
            inbox.clear();
        }
        unread.forEach(message -> message.handles().forEach(Handle::close));
        watchers.changed(this);
        other.watchers.changed(other);
    }

    @Override
    public boolean isReady(Interest interest) {
        synchronized (lock) {
            return other.closed || switch (interest) {
                case READ, READ_ONCE -> !inbox.isEmpty();
                case WRITE -> other.inbox.size() < INBOX_MESSAGES;
            };
        }
    }

    @Override
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    @Override
    public Watchers watchers() {
        return watchers;
    }
}
