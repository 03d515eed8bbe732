// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.ArrayDeque;
import java.util.Queue;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.wire.PortId;

/// A port for messages. They are with the owner, or on their way to it; what is kept here is whose
/// they are, until the owner has taken them.
final class MessagePort extends OpenedPort {
    static final int BUFFERS = OpenPort.BUFFERS;

    private final Queue<Partition> senders = new ArrayDeque<>();
    /// Messages of a former root; they are the first to be taken.
    private int held;

    MessagePort(Partition owner, PortId id, int held) {
        super(owner, id);
        this.held = held;
    }

    @Override
    PortKind kind() {
        return PortKind.MESSAGES;
    }

    @Override
    int waiting() {
        return held + senders.size();
    }

    @Override
    int buffers() {
        return BUFFERS;
    }

    boolean isFull() {
        return waiting() >= BUFFERS;
    }

    void add(Partition sender) {
        senders.add(sender);
        sender.posted();
    }

    void take(int messages) {
        if (messages < 0 || messages > waiting()) {
            throw new ProtocolException("PortTaken of more messages than there are: taken="
                    + Integer.toUnsignedString(messages) + " waiting=" + waiting());
        }
        for (int i = 0; i < messages; i++) {
            if (held > 0) {
                held--;
            } else {
                senders.remove().postTaken();
            }
        }
    }

    /// Nobody will take what is left.
    void close() {
        senders.forEach(Partition::postTaken);
        senders.clear();
    }
}
