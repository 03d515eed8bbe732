// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.element;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.ModifyConnection;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.OpenReservedChannel;
import org.ringway.protocol.StandardToRoot.Pause;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Resume;
import org.ringway.protocol.StandardToRoot.SignalChoice;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.wire.Guid;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.UserData;

/// The bytes of what any VMBus client says: `include/linux/hyperv.h`, OpenVMM's `vmbus_core`.
final class StandardToRootFormats {
    private static final MessageLayout GPADL_HEADER =
            message(u32("channelId"), u32("gpadl"), u16("rangeBytes"), u16("rangeCount"));
    private static final MessageLayout GPADL_BODY = message(u32("messageNumber"), u32("gpadl"));

    /// What makes the long forms: behind OpenChannel, InitiateContact, TlConnectRequest.
    private static final MessageLayout SIGNALS =
            element(u32("connectionId"), u16("eventFlag"), u16("signalFlags"));
    private static final MessageLayout CLIENT = element(bytes("clientId", Guid.BYTES));
    private static final MessageLayout SILO = element(bytes("siloId", Guid.BYTES));

    /// Room for ranges behind the fields of a GpadlHeader, in whole quadwords.
    static final int GPADL_HEADER_DATA_BYTES = quadwordsBehind(GPADL_HEADER);
    /// Room for ranges behind the fields of a GpadlBody, in whole quadwords.
    static final int GPADL_BODY_DATA_BYTES = quadwordsBehind(GPADL_BODY);

    static final List<MessageFormat<? extends StandardToRoot>> ALL = List.of(
            MessageFormat.empty(3, RequestOffers.class, RequestOffers::new),
            new MessageFormat<>(5, OpenChannel.class,
                    message(u32("channelId"), u32("openId"), u32("ringGpadl"), u32("targetVp"),
                            u32("downstreamPageOffset"), bytes("userData", UserData.BYTES)),
                    StandardToRootFormats::writeOpen,
                    StandardToRootFormats::readOpen),
            new MessageFormat<>(7, CloseChannel.class,
                    message(u32("channelId")),
                    (m, out) -> out.put("channelId", m.relId()),
                    in -> new CloseChannel(in.relId("channelId"))),
            new MessageFormat<>(8, GpadlHeader.class,
                    GPADL_HEADER,
                    (m, out) -> out.put("channelId", m.relId())
                            .put("gpadl", m.gpadl())
                            .put("rangeBytes", m.rangeBytes())
                            .put("rangeCount", m.rangeCount())
                            .tail(m.data()),
                    in -> new GpadlHeader(in.relId("channelId"), in.gpadl("gpadl"),
                            in.number("rangeBytes"), in.number("rangeCount"), in.tail())),
            new MessageFormat<>(9, GpadlBody.class,
                    GPADL_BODY,
                    (m, out) -> out.put("messageNumber", m.messageNumber())
                            .put("gpadl", m.gpadl())
                            .tail(m.data()),
                    in -> new GpadlBody(
                            in.number("messageNumber"), in.gpadl("gpadl"), in.tail())),
            new MessageFormat<>(11, GpadlTeardown.class,
                    message(u32("channelId"), u32("gpadl")),
                    (m, out) -> out.put("channelId", m.relId()).put("gpadl", m.gpadl()),
                    in -> new GpadlTeardown(in.relId("channelId"), in.gpadl("gpadl"))),
            new MessageFormat<>(13, RelIdReleased.class,
                    message(u32("channelId")),
                    (m, out) -> out.put("channelId", m.relId()),
                    in -> new RelIdReleased(in.relId("channelId"))),
            new MessageFormat<>(14, InitiateContact.class,
                    message(u32("version"), u32("targetVp"), u64("target"),
                            u64("parentToChildMonitor"), u64("childToParentMonitor")),
                    StandardToRootFormats::writeContact,
                    StandardToRootFormats::readContact),
            MessageFormat.empty(16, Unload.class, Unload::new),
            new MessageFormat<>(18, OpenReservedChannel.class,
                    message(u32("channelId"), u32("targetVp"), u32("targetSint"),
                            u32("ringGpadl"), u32("downstreamPageOffset")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("targetVp", m.targetVp())
                            .put("targetSint", m.targetSint())
                            .put("ringGpadl", m.ring())
                            .put("downstreamPageOffset", m.downstreamPageOffset()),
                    in -> new OpenReservedChannel(in.relId("channelId"), in.number("targetVp"),
                            in.number("targetSint"), in.gpadl("ringGpadl"),
                            in.number("downstreamPageOffset")))
                    .since(ProtocolVersion.V4_0),
            new MessageFormat<>(19, CloseReservedChannel.class,
                    message(u32("channelId"), u32("targetVp"), u32("targetSint")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("targetVp", m.targetVp())
                            .put("targetSint", m.targetSint()),
                    in -> new CloseReservedChannel(in.relId("channelId"), in.number("targetVp"),
                            in.number("targetSint"))),
            new MessageFormat<>(21, TlConnectRequest.class,
                    message(bytes("endpointId", Guid.BYTES), bytes("serviceId", Guid.BYTES)),
                    StandardToRootFormats::writeConnect,
                    StandardToRootFormats::readConnect)
                    .since(ProtocolVersion.V4_0),
            new MessageFormat<>(22, ModifyChannel.class,
                    message(u32("channelId"), u32("targetVp")),
                    (m, out) -> out.put("channelId", m.relId()).put("targetVp", m.targetVp()),
                    in -> new ModifyChannel(in.relId("channelId"), in.number("targetVp")))
                    .since(ProtocolVersion.V4_1),
            new MessageFormat<>(25, ModifyConnection.class,
                    message(u64("parentToChildMonitor"), u64("childToParentMonitor")),
                    (m, out) -> out.put64("parentToChildMonitor", m.parentToChildMonitor())
                            .put64("childToParentMonitor", m.childToParentMonitor()),
                    in -> new ModifyConnection(in.number64("parentToChildMonitor"),
                            in.number64("childToParentMonitor")))
                    .since(ProtocolVersion.V6_0),
            MessageFormat.empty(27, Pause.class, Pause::new).since(ProtocolVersion.V6_0),
            MessageFormat.empty(29, Resume.class, Resume::new).since(ProtocolVersion.V6_0));

    private StandardToRootFormats() {}

    private static void writeOpen(OpenChannel open, FieldWriter out) {
        out.put("channelId", open.relId())
                .put("openId", open.openId())
                .put("ringGpadl", open.ring())
                .put("targetVp", open.targetVp())
                .put("downstreamPageOffset", open.downstreamPageOffset())
                .put("userData", open.userData());
        if (open.signals() instanceof SignalChoice signals) {
            out.element(SIGNALS).put("connectionId", signals.connectionId())
                    .put("eventFlag", signals.eventFlag())
                    .put("signalFlags", signals.flags());
        }
    }

    private static OpenChannel readOpen(FieldReader in) {
        return new OpenChannel(in.relId("channelId"), in.openId("openId"), in.gpadl("ringGpadl"),
                in.number("targetVp"), in.number("downstreamPageOffset"),
                in.userData("userData"), readSignals(in));
    }

    private static @Nullable SignalChoice readSignals(FieldReader in) {
        if (!in.isLong(ProtocolVersion.V6_0, SIGNALS)) {
            return null;
        }
        FieldReader more = in.element(SIGNALS, 0);
        return new SignalChoice(more.number("connectionId"), more.number("eventFlag"),
                more.number("signalFlags"));
    }

    private static void writeContact(InitiateContact contact, FieldWriter out) {
        out.put("version", contact.version().word())
                .put("targetVp", contact.targetVp())
                .put64("target", contact.target())
                .put64("parentToChildMonitor", contact.parentToChildMonitor())
                .put64("childToParentMonitor", contact.childToParentMonitor());
        if (InitiateContact.hasClientId(contact.version(), contact.target())) {
            out.element(CLIENT).put("clientId", contact.clientId());
        }
    }

    /// The version it asks for decides on its form, whatever is spoken until then.
    private static InitiateContact readContact(FieldReader in) {
        ProtocolVersion version = ProtocolVersion.ofWord(in.number("version"));
        long target = in.number64("target");
        Guid clientId = InitiateContact.hasClientId(version, target)
                ? in.element(CLIENT, 0).guid("clientId") : Guid.ZERO;
        return new InitiateContact(version, in.number("targetVp"), target,
                in.number64("parentToChildMonitor"), in.number64("childToParentMonitor"),
                clientId);
    }

    private static void writeConnect(TlConnectRequest request, FieldWriter out) {
        out.put("endpointId", request.endpointId()).put("serviceId", request.serviceId());
        if (!request.siloId().equals(Guid.ZERO)) {
            out.element(SILO).put("siloId", request.siloId());
        }
    }

    private static TlConnectRequest readConnect(FieldReader in) {
        Guid siloId = in.isLong(ProtocolVersion.V5_2, SILO)
                ? in.element(SILO, 0).guid("siloId") : Guid.ZERO;
        return new TlConnectRequest(in.guid("endpointId"), in.guid("serviceId"), siloId);
    }

    private static int quadwordsBehind(MessageLayout layout) {
        return (ControlMessage.MAX_BYTES - (int) layout.size()) / Long.BYTES * Long.BYTES;
    }
}
