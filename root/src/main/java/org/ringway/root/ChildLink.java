// SPDX-License-Identifier: Apache-2.0
package org.ringway.root;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.ringway.platform.ControlLink;
import org.ringway.platform.PeerCredentials;
import org.ringway.platform.Poller;
import org.ringway.platform.Poller.Interest;
import org.ringway.root.machine.HandleToken;
import org.ringway.wire.PartitionId;

/// One child's link and what waits to be sent on it.
///
/// While anything waits, the child is not read from: so its own requests cannot pile up answers.
/// What others cause is counted, for the shell to end it.
final class ChildLink implements AutoCloseable {
    /// @param foreign whether the event of another partition was the cause
    private record Waiting(byte[] message, List<HandleToken> attached, boolean foreign) {}

    private final PartitionId partition;
    private final ControlLink link;
    private final HandleTable handles;
    private final Poller poller;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private Runnable onReadable = () -> {};
    private Runnable onWritable = () -> {};
    private int foreign;

    ChildLink(PartitionId partition, ControlLink link, HandleTable handles, Poller poller) {
        this.partition = partition;
        this.link = link;
        this.handles = handles;
        this.poller = poller;
    }

    PartitionId partition() {
        return partition;
    }

    PeerCredentials peer() {
        return link.peer();
    }

    /// Begins to read.
    ///
    /// @param readable what to do when there is something to [#receive]
    /// @param writable what to do when there is room to [#flush]
    void watch(Runnable readable, Runnable writable) {
        onReadable = readable;
        onWritable = writable;
        poller.watch(link, Interest.READ, onReadable);
    }

    ControlLink.Received receive() {
        return link.receive();
    }

    /// Whether the child has to read before the root reads from it again.
    boolean isWaiting() {
        return !queue.isEmpty();
    }

    /// Messages that others caused and the child has not made room for.
    int foreign() {
        return foreign;
    }

    void send(byte[] message, List<HandleToken> attached, boolean fromOther) {
        if (queue.isEmpty() && link.trySend(message, handles.getAll(attached))) {
            return;
        }
        if (queue.isEmpty()) {
            poller.watch(link, Interest.WRITE, onWritable);
        }
        attached.forEach(handles::retain);
        queue.add(new Waiting(message, attached, fromOther));
        foreign += fromOther ? 1 : 0;
    }

    /// Sends what the child has made room for, and reads from it again when that was all.
    void flush() {
        if (sendWaiting()) {
            poller.watch(link, Interest.READ, onReadable);
        }
    }

    private boolean sendWaiting() {
        for (Waiting next = queue.peek(); next != null; next = queue.peek()) {
            if (!link.trySend(next.message(), handles.getAll(next.attached()))) {
                return false;
            }
            drop(queue.remove());
        }
        return true;
    }

    private void drop(Waiting waiting) {
        waiting.attached().forEach(handles::release);
        foreign -= waiting.foreign() ? 1 : 0;
    }

    /// Hangs up; what the child makes room for at once still reaches it.
    @Override
    public void close() {
        sendWaiting();
        queue.forEach(this::drop);
        queue.clear();
        poller.forget(link);
        link.close();
    }
}
