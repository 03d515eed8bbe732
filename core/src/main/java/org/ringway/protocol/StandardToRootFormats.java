// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;

import java.util.List;
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.UserData;

/// The bytes of what any VMBus client says: `include/linux/hyperv.h`, OpenVMM's `vmbus_core`.
final class StandardToRootFormats {
    private static final MessageLayout GPADL_HEADER =
            message(u32("channelId"), u32("gpadl"), u16("rangeBytes"), u16("rangeCount"));
    private static final MessageLayout GPADL_BODY = message(u32("messageNumber"), u32("gpadl"));

    /// Room for ranges behind the fields of a GpadlHeader, in whole quadwords.
    static final int GPADL_HEADER_DATA_BYTES = quadwordsBehind(GPADL_HEADER);
    /// Room for ranges behind the fields of a GpadlBody, in whole quadwords.
    static final int GPADL_BODY_DATA_BYTES = quadwordsBehind(GPADL_BODY);

    static final List<MessageFormat<? extends StandardToRoot>> ALL = List.of(
            MessageFormat.empty(3, RequestOffers.class, RequestOffers::new),
            new MessageFormat<>(5, OpenChannel.class,
                    message(u32("channelId"), u32("openId"), u32("ringGpadl"), u32("targetVp"),
                            u32("downstreamPageOffset"), bytes("userData", UserData.BYTES)),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("openId", m.openId())
                            .put("ringGpadl", m.ring())
                            .put("targetVp", m.targetVp())
                            .put("downstreamPageOffset", m.downstreamPageOffset())
                            .put("userData", m.userData()),
                    in -> new OpenChannel(in.relId("channelId"), in.openId("openId"),
                            in.gpadl("ringGpadl"), in.number("targetVp"),
                            in.number("downstreamPageOffset"), in.userData("userData"))),
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
                    (m, out) -> out.put("version", m.version().word())
                            .put("targetVp", m.targetVp())
                            .put64("target", m.target())
                            .put64("parentToChildMonitor", m.parentToChildMonitor())
                            .put64("childToParentMonitor", m.childToParentMonitor()),
                    in -> new InitiateContact(ProtocolVersion.ofWord(in.number("version")),
                            in.number("targetVp"), in.number64("target"),
                            in.number64("parentToChildMonitor"),
                            in.number64("childToParentMonitor"))),
            MessageFormat.empty(16, Unload.class, Unload::new));

    private StandardToRootFormats() {}

    private static int quadwordsBehind(MessageLayout layout) {
        return (ControlMessage.MAX_BYTES - (int) layout.size()) / Long.BYTES * Long.BYTES;
    }
}
