// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.wire.PortId;

/// A number under which a partition can be reached without a channel.
abstract sealed class OpenedPort permits MessagePort, EventPort {
    private final Partition owner;
    private final PortId id;

    OpenedPort(Partition owner, PortId id) {
        this.owner = owner;
        this.id = id;
    }

    Partition owner() {
        return owner;
    }

    PortId id() {
        return id;
    }

    abstract PortKind kind();

    /// What has come and the owner has not seen or not taken.
    abstract int waiting();

    /// Messages to the owner that may be on their way at the same time.
    abstract int buffers();

    static int buffers(PortKind kind) {
        return switch (kind) {
            case MESSAGES -> MessagePort.BUFFERS;
            case EVENTS -> EventPort.BUFFERS;
        };
    }
}
