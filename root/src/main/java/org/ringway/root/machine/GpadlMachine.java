// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.GpadlAssembly;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;

/// A list of pages arrives in parts, is checked, and becomes a [Gpadl].
///
/// One that concerns an open channel goes on to the other side at once; any other waits for the
/// channel that is opened on its id.
final class GpadlMachine {
    private final Bus bus;
    private final GrantMachine grants;

    GpadlMachine(Bus bus, GrantMachine grants) {
        this.bus = bus;
        this.grants = grants;
    }

    void header(Partition owner, GpadlHeader message) {
        Port port = owner.ports().get(message.relId());
        refuseDuplicate(owner, port, message);
        if (port instanceof ConsumerPort consumer && consumer.isRescinded()) {
            // Its sender may wait for an answer before it lets go; the pages go nowhere.
            bus.out.send(owner, new GpadlCreated(message.relId(), message.gpadl(), Status.OK));
            return;
        }
        try {
            begin(owner, port, message);
        } catch (Refusal refusal) {
            refuse(owner, message.relId(), message.gpadl(), refusal);
        }
    }

    private static void refuseDuplicate(
            Partition owner, @Nullable Port port, GpadlHeader message) {
        if (owner.partial().containsKey(message.gpadl())
                || port != null && port.gpadl(message.gpadl()) != null) {
            throw new ProtocolException("GpadlHeader.gpadl: number is in use: channelId="
                    + message.relId().value() + " gpadl="
                    + Integer.toUnsignedString(message.gpadl().value()));
        }
    }

    private void begin(Partition owner, @Nullable Port port, GpadlHeader message) {
        if (port == null) {
            throw new Refusal(Status.NOT_FOUND,
                    "no such channel id: channelId=" + message.relId().value());
        }
        Refusal.unlessBelow("gpadls", owner.grants().gpadls() + owner.partial().size(),
                bus.quotasOf(owner).gpadls());
        GpadlAssembly assembly = assemble(message);
        if (assembly.isComplete()) {
            create(port, assembly);
            return;
        }
        Refusal.unlessBelow(
                "partialGpadls", owner.partial().size(), bus.quotasOf(owner).partialGpadls());
        owner.partial().put(message.gpadl(), assembly);
    }

    private static GpadlAssembly assemble(GpadlHeader message) {
        try {
            return new GpadlAssembly(message);
        } catch (ProtocolException e) {
            throw new Refusal(Status.INVALID_PARAMETER, e.getMessage());
        }
    }

    /// Bodies of a GPADL that is not under way are ignored: its header may have been refused while
    /// they were on their way, and what goes on behind a complete one is padding.
    void body(Partition owner, GpadlBody message) {
        GpadlAssembly assembly = owner.partial().get(message.gpadl());
        if (assembly == null) {
            return;
        }
        assembly.add(message);
        if (assembly.isComplete()) {
            owner.partial().remove(message.gpadl());
            complete(owner, assembly);
        }
    }

    private void complete(Partition owner, GpadlAssembly assembly) {
        Port port = owner.ports().get(assembly.relId());
        if (port == null || port instanceof ConsumerPort consumer && consumer.isRescinded()) {
            bus.out.send(owner,
                    new GpadlCreated(assembly.relId(), assembly.gpadl(), Status.OK));
            return;
        }
        try {
            create(port, assembly);
        } catch (Refusal refusal) {
            refuse(owner, assembly.relId(), assembly.gpadl(), refusal);
        }
    }

    private void create(Port port, GpadlAssembly assembly) {
        List<Run> runs;
        int rangeCount;
        try {
            var ranges = assembly.ranges();
            rangeCount = ranges.size();
            runs = PageResolver.resolve(port.partition(), ranges);
        } catch (ProtocolException e) {
            throw new Refusal(Status.INVALID_PARAMETER, e.getMessage());
        }
        Refusal.unlessBelow("gpadlRuns", port.partition().grants().runs() + runs.size() - 1L,
                bus.quotasOf(port.partition()).gpadlRuns());
        grants.create(new Gpadl(port, assembly.gpadl(), runs, rangeCount));
    }

    private void refuse(Partition owner, RelId relId, GpadlId gpadl, Refusal refusal) {
        bus.out.refuse(owner, ControlCodec.typeOf(GpadlHeader.class), gpadl.value(), refusal,
                new GpadlCreated(relId, gpadl, refusal.status()));
    }

    /// Drops what is under way for a channel id that ends.
    static void dropPartial(Port port) {
        port.partition().partial().values()
                .removeIf(assembly -> assembly.relId().equals(port.relId()));
    }
}
