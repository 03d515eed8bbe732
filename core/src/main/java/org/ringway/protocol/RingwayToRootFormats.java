// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.u16;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;

import java.util.List;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.wire.Guid;
import org.ringway.wire.Name;
import org.ringway.wire.UserData;

/// The bytes of what a Ringway child says beyond VMBus: the table in docs/protocol.md.
final class RingwayToRootFormats {
    /// Our messages are numbered from here.
    static final int BASE = 0x5257_0000;

    private static final int READ_ONLY = 1;

    static final List<MessageFormat<? extends RingwayToRoot>> ALL = List.of(
            new MessageFormat<>(BASE + 1, Hello.class,
                    message(u32("protocol"), u32("flags"), u64("lastEpoch"),
                            bytes("partitionName", Name.MAX_BYTES)),
                    (m, out) -> out.put("protocol", m.protocol())
                            .put("flags", m.flags())
                            .put64("lastEpoch", m.lastEpoch())
                            .put("partitionName", m.name()),
                    in -> new Hello(in.number("protocol"), in.number("flags"),
                            in.number64("lastEpoch"), in.name("partitionName"))),
            new MessageFormat<>(BASE + 3, ChildOffer.class,
                    message(u32("offerId"), u16("flags"), u16("subchannels"),
                            bytes("interfaceId", Guid.BYTES), bytes("instanceId", Guid.BYTES),
                            bytes("userData", UserData.BYTES), bytes("name", Name.MAX_BYTES)),
                    (m, out) -> out.put("offerId", m.offerId())
                            .put("subchannels", m.subchannels())
                            .put(m.content())
                            .put("name", m.name()),
                    in -> new ChildOffer(in.offerId("offerId"), in.content(), in.name("name"),
                            in.number("subchannels"))),
            new MessageFormat<>(BASE + 5, WithdrawOffer.class,
                    message(u32("offerId")),
                    (m, out) -> out.put("offerId", m.offerId()),
                    in -> new WithdrawOffer(in.offerId("offerId"))),
            new MessageFormat<>(BASE + 6, AnnounceRegion.class,
                    message(u64("firstPfn"), u32("pages"), u32("flags")),
                    (m, out) -> out.put64("firstPfn", m.firstPfn())
                            .put("pages", m.pages())
                            .put("flags", m.readOnly() ? READ_ONLY : 0),
                    in -> new AnnounceRegion(in.number64("firstPfn"), in.number("pages"),
                            in.flags("flags", READ_ONLY) != 0)),
            new MessageFormat<>(BASE + 8, RetireRegion.class,
                    message(u64("firstPfn")),
                    (m, out) -> out.put64("firstPfn", m.firstPfn()),
                    in -> new RetireRegion(in.number64("firstPfn"))),
            new MessageFormat<>(BASE + 11, PeerGpadlResult.class,
                    message(u32("channelId"), u32("gpadl"), u32("status")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put("gpadl", m.gpadl())
                            .put("status", m.status()),
                    in -> new PeerGpadlResult(in.relId("channelId"), in.gpadl("gpadl"),
                            in.status("status"))),
            new MessageFormat<>(BASE + 13, PeerTorndown.class,
                    message(u32("channelId"), u32("gpadl")),
                    (m, out) -> out.put("channelId", m.relId()).put("gpadl", m.gpadl()),
                    in -> new PeerTorndown(in.relId("channelId"), in.gpadl("gpadl"))),
            new MessageFormat<>(BASE + 15, PeerOpenResult.class,
                    message(u32("channelId"), u32("status")),
                    (m, out) -> out.put("channelId", m.relId()).put("status", m.status()),
                    in -> new PeerOpenResult(in.relId("channelId"), in.status("status"))),
            new MessageFormat<>(BASE + 20, RingwayToRoot.List.class,
                    message(u32("what")),
                    (m, out) -> out.put("what", m.what()),
                    in -> new RingwayToRoot.List(in.number("what"))));

    private RingwayToRootFormats() {}
}
