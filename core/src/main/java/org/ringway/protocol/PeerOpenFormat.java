// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.element;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import org.jspecify.annotations.Nullable;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.wire.Name;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.UserData;

/// The bytes of the request to open a channel, which ends early if there is nothing to say.
final class PeerOpenFormat {
    private static final String FLAGS = "flags";
    private static final int TRUSTED = 1;
    private static final MessageLayout OPEN_FLAGS = element(u32(FLAGS));
    /// With flags before it, even if none is set.
    private static final MessageLayout SUBCHANNEL =
            element(u32(FLAGS), u16("primaryChannelId"), u16("subchannelIndex"));

    static final MessageFormat<PeerOpen> FORMAT = new MessageFormat<>(BASE + 14, PeerOpen.class,
            message(u32("channelId"), u32("offerId"), u64("serial"), u32("ringGpadl"),
                    u32("downstreamPageOffset"), u32("partitionId"), u32("pid"), u32("uid"),
                    u32("gid"), bytes("userData", UserData.BYTES),
                    bytes("partitionName", Name.MAX_BYTES)),
            PeerOpenFormat::write,
            PeerOpenFormat::read);

    private PeerOpenFormat() {}

    private static void write(PeerOpen open, FieldWriter out) {
        out.put("channelId", open.relId())
                .put("offerId", open.offerId())
                .put64("serial", open.serial())
                .put("ringGpadl", open.ring())
                .put("downstreamPageOffset", open.downstreamPageOffset())
                .put("userData", open.userData())
                .put(open.consumer());
        int flags = open.trusted() ? TRUSTED : 0;
        Subchannel subchannel = open.subchannel();
        if (subchannel != null) {
            out.element(SUBCHANNEL).put(FLAGS, flags)
                    .put("primaryChannelId", subchannel.primary())
                    .put("subchannelIndex", subchannel.index());
        } else if (flags != 0) {
            out.element(OPEN_FLAGS).put(FLAGS, flags);
        }
    }

    private static PeerOpen read(FieldReader in) {
        boolean trusted = in.isLong(ProtocolVersion.V2_4, OPEN_FLAGS)
                && (in.element(OPEN_FLAGS, 0).number(FLAGS) & TRUSTED) != 0;
        return new PeerOpen(in.relId("channelId"), in.offerId("offerId"),
                in.number64("serial"), in.gpadl("ringGpadl"), in.number("downstreamPageOffset"),
                in.userData("userData"), in.facts(), trusted, subchannel(in));
    }

    private static @Nullable Subchannel subchannel(FieldReader in) {
        return in.isLong(ProtocolVersion.V2_4, SUBCHANNEL)
                ? in.element(SUBCHANNEL, 0).subchannel("primaryChannelId", "subchannelIndex")
                : null;
    }
}
