// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.protocol.ToChild;
import org.ringway.wire.Name;
import org.ringway.wire.PartitionId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.Status;

/// How this partition and a root come together, and part.
final class Handshake {
    private enum Phase { DOWN, CONTACTING, GREETING, ENUMERATING, JOINED, LEAVING }

    private final Name name;
    private final boolean ownsName;
    private final Effects effects;
    private final Refusals refusals;
    private Phase phase = Phase.DOWN;
    private PartitionId self = new PartitionId(0);
    private long epoch;
    private int rootFlags;

    /// @param ownsName whether nobody else may have the name
    Handshake(Name name, boolean ownsName, Effects effects, Refusals refusals) {
        this.name = name;
        this.ownsName = ownsName;
        this.effects = effects;
        this.refusals = refusals;
    }

    /// {@return whether the root takes requests}
    boolean isUp() {
        return phase == Phase.ENUMERATING || phase == Phase.JOINED;
    }

    /// {@return whether the root has not decided yet whether to let this partition in}
    boolean isPending() {
        return phase == Phase.CONTACTING || phase == Phase.GREETING;
    }

    /// {@return whether the root of now, or the last one, knows ports}
    boolean rootKnowsPorts() {
        return (rootFlags & Hello.PORTS) != 0;
    }

    long epoch() {
        return epoch;
    }

    boolean rootKnowsSubchannels() {
        return (rootFlags & Hello.SUBCHANNELS) != 0;
    }

    void linkUp() {
        phase = Phase.CONTACTING;
        effects.send(InitiateContact.of(ProtocolVersion.V5_3));
    }

    void linkDown() {
        if (phase == Phase.LEAVING) {
            effects.add(new Effect.Left());
        }
        phase = Phase.DOWN;
    }

    void leave() {
        phase = Phase.LEAVING;
        effects.send(new Unload());
    }

    /// Refuses what the root may not say yet.
    ///
    /// @return whether the message counts
    boolean admits(ToChild message) {
        boolean due = switch (phase) {
            case CONTACTING -> message instanceof VersionResponse || message instanceof Explain;
            case GREETING -> message instanceof HelloResult || message instanceof Explain;
            case ENUMERATING, JOINED -> true;
            case LEAVING -> message instanceof UnloadComplete;
            case DOWN -> false;
        };
        if (!due && (phase == Phase.CONTACTING || phase == Phase.GREETING)) {
            throw new ProtocolException("root says "
                    + ControlCodec.nameOf(ControlCodec.typeOf(message))
                    + " before the handshake is through: phase=" + phase);
        }
        return due;
    }

    void answered(VersionResponse response) {
        if (phase != Phase.CONTACTING) {
            effects.ignore("VersionResponse for no such request: " + response);
        } else if (response.supported()
                && response.connectionState() == VersionResponse.CONNECTED) {
            phase = Phase.GREETING;
            Hello hello = Hello.of(epoch, name);
            effects.send(ownsName ? hello.owningName() : hello);
        } else {
            refuse("root does not speak VMBus " + ProtocolVersion.V5_3 + ": supported="
                    + response.supported() + " state=" + response.connectionState(),
                    Status.UNSUCCESSFUL);
        }
    }

    /// {@return whether this partition has been let in; it has to say what it brings along, and
    /// then to call [#enumerate]}
    boolean answered(HelloResult result) {
        if (phase != Phase.GREETING) {
            effects.ignore("HelloResult for no such request: " + result);
            return false;
        }
        if (!result.status().isOk() || result.protocol() != Hello.PROTOCOL) {
            refuse("root refuses this partition: protocol=" + result.protocol() + " name=" + name,
                    result.status().isOk() ? Status.UNSUCCESSFUL : result.status());
            return false;
        }
        phase = Phase.ENUMERATING;
        self = result.partition();
        epoch = result.epoch();
        rootFlags = result.flags();
        return true;
    }

    private void refuse(String what, Status status) {
        phase = Phase.DOWN;
        effects.add(new Effect.JoinRefused(refusals.refusal(what, status)));
    }

    void enumerate() {
        effects.send(new RequestOffers());
    }

    void answered(AllOffersDelivered message) {
        if (phase != Phase.ENUMERATING) {
            effects.ignore("AllOffersDelivered once more: " + message);
            return;
        }
        phase = Phase.JOINED;
        effects.add(new Effect.Joined(self, epoch));
    }

    void answered(UnloadComplete message) {
        if (phase != Phase.LEAVING) {
            effects.ignore("UnloadComplete for no such request: " + message);
            return;
        }
        phase = Phase.DOWN;
        effects.add(new Effect.Left());
    }

    Branch inspect() {
        return branch("root", leaf("link", phase.name()),
                leaf("partitionId", Integer.toUnsignedLong(self.value())),
                leaf("epoch", Long.toHexString(epoch)));
    }
}
