// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.ringway.ProtocolException;
import org.ringway.platform.Access;
import org.ringway.platform.RegionFacts;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.AddressSpaceResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToRoot.AddressSpace;
import org.ringway.wire.Status;

/// A plain client comes with all its memory: the machine of a virtual guest, for one.
final class SpaceMachine {
    private final Bus bus;
    private final ConnectionMachine connections;

    SpaceMachine(Bus bus, ConnectionMachine connections) {
        this.bus = bus;
        this.connections = connections;
    }

    /// Takes the memory out of what came along, and has it inspected.
    void announce(Partition client, AddressSpace message, List<HandleToken> attached) {
        if (client.isPlain() || client.version() != null) {
            throw new ProtocolException("AddressSpace must come once, before InitiateContact:"
                    + " partition=" + client.id().value());
        }
        if (attached.size() != 1) {
            throw new ProtocolException("AddressSpace needs one descriptor, and it does not arrive"
                    + " if the root has none left: descriptors=" + attached.size());
        }
        Region space = Region.whole(attached.getFirst(), message.pages());
        attached.clear();
        client.await(space, message.name());
        bus.out.add(new Effect.InspectRegion(client.id(), space.firstPfn(), space.handle()));
    }

    void fit(Partition client, Region space, RegionFacts facts) {
        if (facts.pages() != space.pages() || facts.access() != Access.READ_WRITE) {
            unfit(client, "memory is not what was announced: pages=" + facts.pages()
                    + " announced=" + space.pages() + " access=" + facts.access());
            return;
        }
        client.foundFit(space);
        answer(client, Status.OK);
    }

    /// Such a link is good for nothing.
    void unfit(Partition client, String text) {
        bus.out.send(client, Explain.of(ControlCodec.typeOf(AddressSpace.class), 0,
                Status.INVALID_PARAMETER, text));
        answer(client, Status.INVALID_PARAMETER);
        connections.hangUp(client, 0, text);
    }

    private void answer(Partition client, Status status) {
        bus.out.send(client, new AddressSpaceResult(status, client.id(), bus.epoch));
    }
}
