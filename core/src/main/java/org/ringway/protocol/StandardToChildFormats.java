// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.element;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.MessageLayout.u8;

import java.util.List;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.GpadlCreated;
import org.ringway.protocol.StandardToChild.GpadlTorndown;
import org.ringway.protocol.StandardToChild.Interrupt;
import org.ringway.protocol.StandardToChild.ModifyChannelResponse;
import org.ringway.protocol.StandardToChild.ModifyConnectionResponse;
import org.ringway.protocol.StandardToChild.OfferChannel;
import org.ringway.protocol.StandardToChild.OpenChannelResult;
import org.ringway.protocol.StandardToChild.PauseResponse;
import org.ringway.protocol.StandardToChild.RescindChannelOffer;
import org.ringway.protocol.StandardToChild.TlConnectResult;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.wire.Guid;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.UserData;

/// The bytes of what any VMBus root says: `include/linux/hyperv.h`, OpenVMM's `vmbus_core`.
final class StandardToChildFormats {
    /// In the two fields that are flags with one known bit; real hosts may set others.
    private static final int SET = 1;

    /// What makes the long forms of VersionResponse.
    private static final MessageLayout FEATURES = element(u32("featureFlags"));
    private static final MessageLayout FEATURES_AND_MONITORS = element(u32("featureFlags"), pad(4),
            u64("parentToChildMonitor"), u64("childToParentMonitor"));

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
                    StandardToChildFormats::writeVersion,
                    StandardToChildFormats::readVersion),
            MessageFormat.empty(17, UnloadComplete.class, UnloadComplete::new),
            new MessageFormat<>(20, CloseReservedResponse.class,
                    message(u32("channelId")),
                    (m, out) -> out.put("channelId", m.relId()),
                    in -> new CloseReservedResponse(in.relId("channelId"))),
            new MessageFormat<>(23, TlConnectResult.class,
                    message(bytes("endpointId", Guid.BYTES), bytes("serviceId", Guid.BYTES),
                            u32("status")),
                    (m, out) -> out.put("endpointId", m.endpointId())
                            .put("serviceId", m.serviceId())
                            .put("status", m.status()),
                    in -> new TlConnectResult(in.guid("endpointId"), in.guid("serviceId"),
                            in.status("status")))
                    .since(ProtocolVersion.V4_1),
            new MessageFormat<>(24, ModifyChannelResponse.class,
                    message(u32("channelId"), u32("status")),
                    (m, out) -> out.put("channelId", m.relId()).put("status", m.status()),
                    in -> new ModifyChannelResponse(in.relId("channelId"), in.status("status")))
                    .since(ProtocolVersion.V5_3),
            new MessageFormat<>(26, ModifyConnectionResponse.class,
                    message(u8("connectionState")),
                    (m, out) -> out.put("connectionState", m.connectionState()),
                    in -> new ModifyConnectionResponse(in.number("connectionState")))
                    .since(ProtocolVersion.V6_0),
            MessageFormat.empty(28, PauseResponse.class, PauseResponse::new)
                    .since(ProtocolVersion.V6_0));

    private StandardToChildFormats() {}

    private static void writeVersion(VersionResponse response, FieldWriter out) {
        out.put("supported", response.supported())
                .put("connectionState", response.connectionState())
                .put("versionOrConnectionId", response.versionOrConnectionId());
        if (hasMonitors(response.featureFlags())) {
            out.element(FEATURES_AND_MONITORS).put("featureFlags", response.featureFlags())
                    .put64("parentToChildMonitor", response.parentToChildMonitor())
                    .put64("childToParentMonitor", response.childToParentMonitor());
        } else if (response.featureFlags() != 0) {
            out.element(FEATURES).put("featureFlags", response.featureFlags());
        }
    }

    private static VersionResponse readVersion(FieldReader in) {
        int features = in.isLong(ProtocolVersion.V6_0, FEATURES)
                ? in.element(FEATURES, 0).number("featureFlags") : 0;
        long parentToChild = 0;
        long childToParent = 0;
        if (hasMonitors(features)) {
            FieldReader more = in.element(FEATURES_AND_MONITORS, 0);
            parentToChild = more.number64("parentToChildMonitor");
            childToParent = more.number64("childToParentMonitor");
        }
        return new VersionResponse(in.number("supported") != 0, in.number("connectionState"),
                in.number("versionOrConnectionId"), features, parentToChild, childToParent);
    }

    private static boolean hasMonitors(int featureFlags) {
        return (featureFlags & InitiateContact.SERVER_MONITOR_PAGES) != 0;
    }

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
