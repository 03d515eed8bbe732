// SPDX-License-Identifier: Apache-2.0
package org.ringway.child.machine;

import static org.ringway.inspect.InspectTree.branch;
import static org.ringway.inspect.InspectTree.leaf;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.inspect.InspectTree;
import org.ringway.inspect.InspectTree.Branch;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToRoot.ClosePort;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PortTaken;
import org.ringway.wire.PortId;
import org.ringway.wire.Status;

/// The ports of this partition. They outlive a root: the next one is told of them.
final class OwnPorts {
    /// Few enough for the answer to a question for live state.
    private static final int MAX_SHOWN = 64;

    private static final class Port {
        private final PortKind kind;
        /// Who waits for the first answer.
        private @Nullable RequestId request;
        /// Messages that nobody here has taken, also from a former root.
        private int untaken;
        private long arrived;

        private Port(PortKind kind, RequestId request) {
            this.kind = kind;
            this.request = request;
        }
    }

    private final Effects effects;
    private final Refusals refusals;
    private final Handshake handshake;
    private final Map<PortId, Port> ports = new LinkedHashMap<>();
    /// How many OpenPort are not answered. What comes for a port before the last answer was sent
    /// to one of this number that is closed.
    private final Map<PortId, Integer> unanswered = new HashMap<>();

    OwnPorts(Effects effects, Refusals refusals, Handshake handshake) {
        this.effects = effects;
        this.refusals = refusals;
        this.handshake = handshake;
    }

    void open(RequestId request, PortId id, PortKind kind) {
        if (!handshake.rootKnowsPorts()) {
            effects.fail(request, new Failure.Refused(
                    "this root knows no ports, it is older", Status.NOT_SUPPORTED));
        } else if (ports.containsKey(id)) {
            effects.fail(request, new Failure.Refused(
                    "this partition has it open already: " + id, Status.DEVICE_BUSY));
        } else {
            ports.put(id, new Port(kind, request));
            announce(id, kind, 0);
        }
    }

    private void announce(PortId id, PortKind kind, int held) {
        unanswered.merge(id, 1, Integer::sum);
        effects.send(new OpenPort(id, kind, held));
    }

    void answered(OpenPortResult result) {
        PortId id = result.port();
        Integer due = unanswered.get(id);
        if (due == null) {
            effects.ignore("OpenPortResult for no such request: " + result);
            return;
        }
        if (due > 1) {
            unanswered.put(id, due - 1);
            return;
        }
        unanswered.remove(id);
        if (ports.get(id) instanceof Port port) {
            settle(id, port, result.status());
        }
    }

    private void settle(PortId id, Port port, Status status) {
        RequestId request = port.request;
        port.request = null;
        if (status.isOk()) {
            if (request != null) {
                effects.add(new Effect.Answered(request));
            }
            return;
        }
        ports.remove(id);
        Failure.Refused refusal = refusals.refusal("port is refused: " + id, status);
        effects.add(request == null ? new Effect.PortRefused(id, refusal)
                : new Effect.Failed(request, refusal));
    }

    void close(PortId id) {
        Port port = ports.remove(id);
        if (port == null) {
            return;
        }
        if (port.request != null) {
            effects.fail(port.request, new Failure.ChannelClosed("port is closed: " + id));
        }
        if (handshake.isUp() && handshake.rootKnowsPorts()) {
            effects.send(new ClosePort(id));
        }
    }

    void arrived(PortMessage message) {
        Port port = open(message.port(), PortKind.MESSAGES);
        if (port == null) {
            effects.ignore("PortMessage for a port that is not open: " + message.port());
            return;
        }
        if (port.untaken >= OpenPort.BUFFERS) {
            throw new ProtocolException("PortMessage without a free buffer: "
                    + message.port() + " untaken=" + port.untaken);
        }
        port.untaken++;
        port.arrived++;
        effects.add(new Effect.MessageArrived(message));
    }

    void arrived(EventFlags flags) {
        Port port = open(flags.port(), PortKind.EVENTS);
        if (port == null) {
            effects.ignore("EventFlags for a port that is not open: " + flags.port());
            return;
        }
        port.arrived++;
        effects.add(new Effect.FlagsArrived(flags));
    }

    private @Nullable Port open(PortId id, PortKind kind) {
        Port port = unanswered.containsKey(id) ? null : ports.get(id);
        return port != null && port.kind == kind ? port : null;
    }

    /// Somebody here has taken messages, or flags of these banks.
    void taken(PortId id, int taken) {
        if (ports.get(id) instanceof Port port) {
            port.untaken -= port.kind == PortKind.MESSAGES ? taken : 0;
            if (handshake.isUp() && handshake.rootKnowsPorts()) {
                effects.send(new PortTaken(id, taken));
            }
        }
    }

    boolean giveUp(RequestId request) {
        for (Map.Entry<PortId, Port> entry : Map.copyOf(ports).entrySet()) {
            if (request.equals(entry.getValue().request)) {
                entry.getValue().request = null;
                close(entry.getKey());
                return true;
            }
        }
        return false;
    }

    void linkDown(Failure failure) {
        unanswered.clear();
        for (Map.Entry<PortId, Port> entry : Map.copyOf(ports).entrySet()) {
            RequestId request = entry.getValue().request;
            if (request != null) {
                ports.remove(entry.getKey());
                effects.fail(request, failure);
            }
        }
    }

    /// Tells a new root of what is open, unless it knows no ports: then nobody reaches them.
    void openAgain() {
        if (handshake.rootKnowsPorts()) {
            ports.forEach((id, port) -> announce(id, port.kind, port.untaken));
        } else if (!ports.isEmpty()) {
            effects.ignore("ports that the root does not know: ports=" + ports.size());
        }
    }

    Branch inspect() {
        List<InspectTree> shown = ports.entrySet().stream().limit(MAX_SHOWN)
                .<InspectTree>map(each -> inspect(each.getKey(), each.getValue())).toList();
        return branch("ports", leaf("open", ports.size()), new Branch("numbers", shown));
    }

    private Branch inspect(PortId id, Port port) {
        return branch(Integer.toUnsignedString(id.value()), leaf("kind", port.kind.name()),
                leaf("knownToRoot", handshake.isUp() && handshake.rootKnowsPorts()
                        && !unanswered.containsKey(id)),
                leaf("arrived", port.arrived), leaf("untaken", port.untaken));
    }
}
