// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.element;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.wire.Guid;
import org.ringway.wire.ProtocolVersion;

/// The bytes of what is said about sub-channels, and of channels that are announced again: the
/// table in docs/protocol.md.
final class SubchannelFormats {
    private static final String TARGET_VP = "targetVp";
    private static final MessageLayout TARGET = element(u32(TARGET_VP));

    static final List<MessageFormat<? extends RingwayToRoot>> TO_ROOT = List.of(
            new MessageFormat<>(BASE + 18, Reannounce.class,
                    message(u64("epoch"), u64("serial"), u32("channelId"), u32("role"),
                            bytes("interfaceId", Guid.BYTES), bytes("instanceId", Guid.BYTES),
                            u32("offerId"), u16("primaryChannelId"), u16("subchannelIndex")),
                    SubchannelFormats::write,
                    SubchannelFormats::read),
            new MessageFormat<>(BASE + 31, OfferSubchannels.class,
                    message(u32("channelId"), u32("count")),
                    (m, out) -> out.put("channelId", m.relId()).put("count", m.count()),
                    in -> new OfferSubchannels(in.relId("channelId"), in.number("count"))));

    static final List<MessageFormat<? extends RingwayToChild>> TO_CHILD = List.of(
            new MessageFormat<>(BASE + 32, OfferSubchannelsResult.class,
                    message(u32("channelId"), u32("status"), u32("count")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("status", m.status())
                            .put("count", m.count()),
                    in -> new OfferSubchannelsResult(in.relId("channelId"), in.status("status"),
                            in.number("count"))));

    private SubchannelFormats() {}

    private static void write(Reannounce kept, FieldWriter out) {
        out.put64("epoch", kept.epoch())
                .put64("serial", kept.serial())
                .put("channelId", kept.relId())
                .put("role", kept.role().code())
                .put("interfaceId", kept.interfaceId())
                .put("instanceId", kept.instanceId())
                .put("offerId", kept.offerId());
        Subchannel subchannel = kept.subchannel();
        if (subchannel != null) {
            out.put("primaryChannelId", subchannel.primary())
                    .put("subchannelIndex", subchannel.index());
        }
        if (kept.targetVp() != 0) {
            out.element(TARGET).put(TARGET_VP, kept.targetVp());
        }
    }

    private static Reannounce read(FieldReader in) {
        int targetVp = in.isLong(ProtocolVersion.V2_4, TARGET)
                ? in.element(TARGET, 0).number(TARGET_VP) : 0;
        return new Reannounce(in.number64("epoch"), in.number64("serial"), in.relId("channelId"),
                in.choice("role", Role.values(), Role::code), in.guid("interfaceId"),
                in.guid("instanceId"), in.offerId("offerId"),
                in.subchannel("primaryChannelId", "subchannelIndex"), targetVp);
    }
}
