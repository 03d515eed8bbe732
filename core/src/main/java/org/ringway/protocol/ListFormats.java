// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;

/// The bytes of what answers a List: the table in docs/protocol.md.
final class ListFormats {
    static final List<MessageFormat<? extends RingwayToChild>> ALL = List.of(
            new MessageFormat<>(BASE + 21, PartitionEntry.class,
                    message(u32("partitionId"), u32("pid"), u32("uid"), u32("gid"), u32("regions"),
                            pad(4), bytes("partitionName", Name.MAX_BYTES)),
                    (m, out) -> out.put(m.partition()).put("regions", m.regions()),
                    in -> new PartitionEntry(in.facts(), in.number("regions"))),
            new MessageFormat<>(BASE + 22, OfferEntry.class,
                    message(u32("partitionId"), u32("offerId"), u16("flags"), pad(2),
                            u32("openChannels"), bytes("interfaceId", Guid.BYTES),
                            bytes("instanceId", Guid.BYTES), bytes("name", Name.MAX_BYTES)),
                    (m, out) -> out.put("partitionId", m.provider())
                            .put("offerId", m.offerId())
                            .put("flags", m.flags())
                            .put("openChannels", m.openChannels())
                            .put("interfaceId", m.interfaceId())
                            .put("instanceId", m.instanceId())
                            .put("name", m.name()),
                    in -> new OfferEntry(in.partitionId("partitionId"), in.offerId("offerId"),
                            in.guid("interfaceId"), in.guid("instanceId"), in.number("flags"),
                            in.name("name"), in.number("openChannels"))),
            new MessageFormat<>(BASE + 23, ChannelEntry.class,
                    message(u64("serial"), u32("provider"), u32("providerChannelId"),
                            u32("consumer"), u32("consumerChannelId"), u32("offerId"), u32("state"),
                            u32("ringPages"), u32("gpadls"), u64("sharedBytes"), u32("targetVp"),
                            u16("subchannelIndex"), pad(2)),
                    (m, out) -> out.put64("serial", m.serial())
                            .put("provider", m.provider())
                            .put("providerChannelId", m.providerRelId())
                            .put("consumer", m.consumer())
                            .put("consumerChannelId", m.consumerRelId())
                            .put("offerId", m.offerId())
                            .put("state", m.state().code())
                            .put("ringPages", m.usage().ringPages())
                            .put("gpadls", m.usage().gpadls())
                            .put64("sharedBytes", m.usage().sharedBytes())
                            .put("targetVp", m.targetVp())
                            .put("subchannelIndex", m.subchannelIndex()),
                    ListFormats::readChannel),
            MessageFormat.empty(BASE + 24, ListEnd.class, ListEnd::new));

    private ListFormats() {}

    private static ChannelEntry readChannel(FieldReader in) {
        ChannelUsage usage = new ChannelUsage(
                in.number("ringPages"), in.number("gpadls"), in.number64("sharedBytes"));
        return new ChannelEntry(in.number64("serial"), in.partitionId("provider"),
                in.relId("providerChannelId"), in.partitionId("consumer"),
                in.relId("consumerChannelId"), in.offerId("offerId"),
                in.choice("state", ChannelState.values(), ChannelState::code), usage,
                in.number("targetVp"), in.number("subchannelIndex"));
    }
}
