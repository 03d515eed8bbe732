// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToChild.Sender;
import org.ringway.protocol.RingwayToRoot.ClosePort;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PortTaken;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.wire.WireBytes;

/// The bytes of what is said about ports: the table in docs/protocol.md.
final class PortFormats {
    private static final String PORT = "port";
    private static final String POST = "post";
    private static final String PARTITION = "partitionId";
    private static final String KIND = "kind";
    private static final String TYPE = "payloadType";

    static final List<MessageFormat<? extends RingwayToRoot>> TO_ROOT = List.of(
            new MessageFormat<>(BASE + 36, OpenPort.class,
                    message(u32(PORT), u32(KIND), u32("held")),
                    (m, out) -> out.put(PORT, m.port())
                            .put(KIND, m.kind().code())
                            .put("held", m.held()),
                    in -> new OpenPort(in.portId(PORT), kind(in), in.number("held"))),
            new MessageFormat<>(BASE + 38, ClosePort.class,
                    message(u32(PORT)),
                    (m, out) -> out.put(PORT, m.port()),
                    in -> new ClosePort(in.portId(PORT))),
            new MessageFormat<>(BASE + 39, PostMessage.class,
                    message(u32(POST), u32(PARTITION), u32(PORT), u32(TYPE), u16("bytes"), pad(2),
                            bytes("payload", PortMessage.MAX_BYTES)),
                    (m, out) -> payload(out.put(POST, m.post())
                            .put(PARTITION, m.partition())
                            .put(PORT, m.port())
                            .put(TYPE, m.messageType()), m.payload()),
                    in -> new PostMessage(in.number(POST), in.partitionId(PARTITION),
                            in.portId(PORT), in.number(TYPE), payload(in))),
            new MessageFormat<>(BASE + 40, SignalEvent.class,
                    message(u32(POST), u32(PARTITION), u32(PORT), u32("flag")),
                    (m, out) -> out.put(POST, m.post())
                            .put(PARTITION, m.partition())
                            .put(PORT, m.port())
                            .put("flag", m.flag()),
                    in -> new SignalEvent(in.number(POST), in.partitionId(PARTITION),
                            in.portId(PORT), in.number("flag"))),
            new MessageFormat<>(BASE + 43, PortTaken.class,
                    message(u32(PORT), u32("taken")),
                    (m, out) -> out.put(PORT, m.port()).put("taken", m.taken()),
                    in -> new PortTaken(in.portId(PORT), in.number("taken"))));

    static final List<MessageFormat<? extends RingwayToChild>> TO_CHILD = List.of(
            new MessageFormat<>(BASE + 37, OpenPortResult.class,
                    message(u32(PORT), u32("status")),
                    (m, out) -> out.put(PORT, m.port()).put("status", m.status()),
                    in -> new OpenPortResult(in.portId(PORT), in.status("status"))),
            new MessageFormat<>(BASE + 41, PostResult.class,
                    message(u32(POST), u32("status")),
                    (m, out) -> out.put(POST, m.post()).put("status", m.status()),
                    in -> new PostResult(in.number(POST), in.status("status"))),
            new MessageFormat<>(BASE + 42, PortMessage.class,
                    message(u32(PORT), u32(PARTITION), u32("pid"), u32("uid"), u32("gid"),
                            u32(TYPE), u16("bytes"), pad(6),
                            bytes("payload", PortMessage.MAX_BYTES)),
                    (m, out) -> payload(out.put(PORT, m.port())
                            .put(PARTITION, m.sender().partition())
                            .put("pid", m.sender().pid())
                            .put("uid", m.sender().uid())
                            .put("gid", m.sender().gid())
                            .put(TYPE, m.messageType()), m.payload()),
                    in -> new PortMessage(in.portId(PORT), new Sender(in.partitionId(PARTITION),
                            in.number("pid"), in.number("uid"), in.number("gid")),
                            in.number(TYPE), payload(in))),
            new MessageFormat<>(BASE + 44, EventFlags.class,
                    message(u32(PORT), u32("bank"), bytes("flags", EventFlags.BYTES)),
                    (m, out) -> out.put(PORT, m.port())
                            .put("bank", m.bank())
                            .put("flags", m.flags()),
                    in -> new EventFlags(in.portId(PORT), in.number("bank"),
                            in.start("flags", EventFlags.BYTES))),
            new MessageFormat<>(BASE + 45, PortEntry.class,
                    message(u32(PARTITION), u32(PORT), u32(KIND), u32("waiting")),
                    (m, out) -> out.put(PARTITION, m.owner())
                            .put(PORT, m.port())
                            .put(KIND, m.kind().code())
                            .put("waiting", m.waiting()),
                    in -> new PortEntry(in.partitionId(PARTITION), in.portId(PORT), kind(in),
                            in.number("waiting"))));

    private PortFormats() {}

    private static PortKind kind(FieldReader in) {
        return in.choice(KIND, PortKind.values(), PortKind::code);
    }

    private static void payload(FieldWriter out, WireBytes payload) {
        out.put("bytes", payload.length()).putStart("payload", payload);
    }

    private static WireBytes payload(FieldReader in) {
        return in.start("payload", in.number("bytes"));
    }
}
