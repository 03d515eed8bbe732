// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToChild.Sender;
import org.ringway.protocol.RingwayToRoot;
import org.ringway.protocol.RingwayToRoot.ClosePort;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortTaken;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.root.policy.PortFacts;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.Status;

/// What travels without a channel: messages and event flags, to ports that others have opened.
///
/// No post waits here: the owner's buffers take it, or it is refused.
final class PostMachine {
    private final Bus bus;

    PostMachine(Bus bus) {
        this.bus = bus;
    }

    void open(Partition owner, OpenPort message) {
        try {
            admit(owner, message);
        } catch (Refusal no) {
            bus.out.refuse(owner, ControlCodec.typeOf(message), message.port().value(), no,
                    new OpenPortResult(message.port(), no.status()));
            return;
        }
        owner.openPorts().put(message.port(), switch (message.kind()) {
            case MESSAGES -> new MessagePort(owner, message.port(), message.held());
            case EVENTS -> new EventPort(owner, message.port());
        });
        bus.out.send(owner, new OpenPortResult(message.port(), Status.OK));
    }

    private void admit(Partition owner, OpenPort message) {
        if (owner.openPorts().containsKey(message.port())) {
            throw new Refusal(Status.DEVICE_BUSY, "it is open already: " + message.port());
        }
        var quotas = bus.quotasOf(owner);
        Refusal.unlessBelow("ports", owner.openPorts().size(), quotas.ports().open());
        int reserved = owner.openPorts().values().stream().mapToInt(OpenedPort::buffers).sum();
        int needed = OpenedPort.buffers(message.kind());
        if (reserved + needed > quotas.portBuffers()) {
            throw new Refusal(Status.QUOTA_EXCEEDED, "quota is used up: buffers of ports="
                    + reserved + " needed=" + needed + " limit=" + quotas.portBuffers());
        }
        String denial = bus.policy().whyNotOpen(
                new PortFacts(owner.peer(), message.port()));
        if (denial != null) {
            throw bus.denial(owner, denial);
        }
    }

    /// Nothing answers. A port that is not there may have been refused a moment ago.
    void close(Partition owner, ClosePort message) {
        if (owner.openPorts().remove(message.port()) instanceof MessagePort port) {
            port.close();
        }
    }

    void taken(Partition owner, PortTaken message) {
        switch (owner.openPorts().get(message.port())) {
            case null -> { }
            case MessagePort port -> port.take(message.taken());
            case EventPort port -> {
                for (int bank = 0; bank < EventFlags.BANKS; bank++) {
                    if ((message.taken() >> bank & 1) != 0) {
                        tell(owner, port.take(bank));
                    }
                }
            }
        }
    }

    private void tell(Partition owner, @Nullable EventFlags flags) {
        if (flags != null) {
            bus.out.send(owner, flags);
        }
    }

    void post(Partition from, PostMessage message) {
        try {
            if (!(port(from, message.partition(), message.port()) instanceof MessagePort port)) {
                throw none("message port", message.partition(), message.port());
            }
            Refusal.unlessBelow("untaken messages", from.untakenPosts(),
                    bus.quotasOf(from).ports().untaken());
            if (port.isFull()) {
                bus.out.send(from, new PostResult(message.post(), Status.DEVICE_BUSY));
                return;
            }
            port.add(from);
            var peer = from.peer();
            bus.out.send(port.owner(), new PortMessage(port.id(),
                    new Sender(from.id(), peer.pid(), peer.uid(), peer.gid()),
                    message.messageType(), message.payload()));
            bus.out.send(from, new PostResult(message.post(), Status.OK));
        } catch (Refusal no) {
            refuse(from, message, message.post(), no);
        }
    }

    void signal(Partition from, SignalEvent message) {
        try {
            if (!(port(from, message.partition(), message.port()) instanceof EventPort port)) {
                throw none("event port", message.partition(), message.port());
            }
            tell(port.owner(), port.set(message.flag()));
            bus.out.send(from, new PostResult(message.post(), Status.OK));
        } catch (Refusal no) {
            refuse(from, message, message.post(), no);
        }
    }

    private void refuse(Partition from, RingwayToRoot message, int post, Refusal no) {
        bus.out.refuse(from, ControlCodec.typeOf(message), post, no,
                new PostResult(post, no.status()));
    }

    /// The rule comes before the port: who may not post does not learn whether there is one.
    private @Nullable OpenedPort port(Partition from, PartitionId partition, PortId port) {
        if (!(bus.partition(partition) instanceof Partition owner)) {
            throw new Refusal(Status.NOT_FOUND, "no such partition: id="
                    + Integer.toUnsignedString(partition.value()));
        }
        String denial = bus.policy().whyNotPost(
                from.peer(), new PortFacts(owner.peer(), port));
        if (denial != null) {
            throw bus.denial(from, denial);
        }
        return owner.openPorts().get(port);
    }

    private static Refusal none(String kind, PartitionId partition, PortId port) {
        return new Refusal(Status.NOT_FOUND, "no such " + kind + ": " + partition + " " + port);
    }

    /// Nobody reaches it any more; what it has posted stays.
    void gone(Partition partition) {
        for (OpenedPort each : partition.openPorts().values()) {
            if (each instanceof MessagePort port) {
                port.close();
            }
        }
    }
}
