// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u8;

import java.util.List;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.Interrupt;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.wire.Guid;
import org.ringway.wire.UserData;

/// The bytes of what any VMBus root says: `include/linux/hyperv.h`, OpenVMM's `vmbus_core`.
final class StandardToChildFormats {
    /// In the two fields that are flags with one known bit; real hosts may set others.
    private static final int SET = 1;

    static final List<MessageFormat<? extends StandardToChild>> ALL = List.of(
            new MessageFormat<>(1, OfferChannel.class,
                    message(bytes("interfaceId", Guid.BYTES), bytes("instanceId", Guid.BYTES),
                            pad(16), u16("flags"), u16("mmioMegabytes"),
                            bytes("userData", UserData.BYTES), u16("subchannelIndex"),
                            u16("mmioMegabytesOptional"), u32("channelId"), u8("monitorId"),
                            u8("monitorAllocated"), u16("dedicated"), u32("connectionId")),
                    StandardToChildFormats::writeOffer,
                    StandardToChildFormats::readOffer),
            new MessageFormat<>(2, RescindChannelOffer.class,
                    message(u32("channelId")),
                    (m, out) -> out.put("channelId", m.relId()),
                    in -> new RescindChannelOffer(in.relId("channelId"))),
            MessageFormat.empty(4, AllOffersDelivered.class, AllOffersDelivered::new),
            new MessageFormat<>(6, OpenChannelResult.class,
                    message(u32("channelId"), u32("openId"), u32("status")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("openId", m.openId())
                            .put("status", m.status()),
                    in -> new OpenChannelResult(in.relId("channelId"), in.openId("openId"),
                            in.status("status"))),
            new MessageFormat<>(10, GpadlCreated.class,
                    message(u32("channelId"), u32("gpadl"), u32("status")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("gpadl", m.gpadl())
                            .put("status", m.status()),
                    in -> new GpadlCreated(in.relId("channelId"), in.gpadl("gpadl"),
                            in.status("status"))),
            new MessageFormat<>(12, GpadlTorndown.class,
                    message(u32("gpadl")),
                    (m, out) -> out.put("gpadl", m.gpadl()),
                    in -> new GpadlTorndown(in.gpadl("gpadl"))),
            new MessageFormat<>(15, VersionResponse.class,
                    message(u8("supported"), u8("connectionState"), pad(2),
                            u32("versionOrConnectionId")),
                    (m, out) -> out.put("supported", m.supported())
                            .put("connectionState", m.connectionState())
                            .put("versionOrConnectionId", m.versionOrConnectionId()),
                    in -> new VersionResponse(in.number("supported") != 0,
                            in.number("connectionState"), in.number("versionOrConnectionId"))),
            MessageFormat.empty(17, UnloadComplete.class, UnloadComplete::new));

    private StandardToChildFormats() {}

    private static void writeOffer(OfferChannel offer, FieldWriter out) {
        Interrupt interrupt = offer.interrupt();
        out.put(offer.content())
                .put("mmioMegabytes", offer.mmioMegabytes())
                .put("subchannelIndex", offer.subchannelIndex())
                .put("mmioMegabytesOptional", offer.mmioMegabytesOptional())
                .put("channelId", offer.relId())
                .put("monitorId", interrupt.monitorId())
                .put("monitorAllocated", interrupt.monitorAllocated())
                .put("dedicated", interrupt.dedicated())
                .put("connectionId", interrupt.connectionId());
    }

    private static OfferChannel readOffer(FieldReader in) {
        Interrupt interrupt = new Interrupt(in.number("monitorId"),
                (in.number("monitorAllocated") & SET) != 0,
                (in.number("dedicated") & SET) != 0,
                in.number("connectionId"));
        return new OfferChannel(in.relId("channelId"), in.content(), in.number("mmioMegabytes"),
                in.number("subchannelIndex"), in.number("mmioMegabytesOptional"), interrupt);
    }
}
