// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageLayout.bytes;
import static org.ringway.protocol.MessageLayout.message;
import static org.ringway.protocol.MessageLayout.pad;
import static org.ringway.protocol.MessageLayout.u32;
import static org.ringway.protocol.MessageLayout.u64;
import static org.ringway.protocol.RingwayToRootFormats.BASE;

import java.util.List;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.wire.Name;
import org.ringway.wire.WireBytes;

/// The bytes of what a root says to a Ringway child beyond VMBus: the table in docs/protocol.md.
/// Entries of lists are in [ListFormats], grants in [PeerGpadlFormat], opens in [PeerOpenFormat].
final class RingwayToChildFormats {
    private static final String FLAGS = "flags";
    private static final int TRUSTED = 1;

    static final List<MessageFormat<? extends RingwayToChild>> ALL = List.of(
            new MessageFormat<>(BASE + 2, HelloResult.class,
                    message(u32("protocol"), u32("status"), u64("epoch"), u32("partitionId"),
                            u32(FLAGS)),
                    (m, out) -> out.put("protocol", m.protocol())
                            .put("status", m.status())
                            .put64("epoch", m.epoch())
                            .put("partitionId", m.partition())
                            .put(FLAGS, m.flags()),
                    in -> new HelloResult(in.number("protocol"), in.status("status"),
                            in.number64("epoch"), in.partitionId("partitionId"),
                            in.number(FLAGS))),
            new MessageFormat<>(BASE + 4, ChildOfferResult.class,
                    message(u32("offerId"), u32("status")),
                    (m, out) -> out.put("offerId", m.offerId()).put("status", m.status()),
                    in -> new ChildOfferResult(in.offerId("offerId"), in.status("status"))),
            new MessageFormat<>(BASE + 7, RegionResult.class,
                    message(u64("firstPfn"), u32("status"), pad(4)),
                    (m, out) -> out.put64("firstPfn", m.firstPfn()).put("status", m.status()),
                    in -> new RegionResult(in.number64("firstPfn"), in.status("status"))),
            new MessageFormat<>(BASE + 9, OfferIdentity.class,
                    message(u32("channelId"), u32("partitionId"), u32("pid"), u32("uid"),
                            u32("gid"), pad(4), bytes("offerName", Name.MAX_BYTES),
                            bytes("partitionName", Name.MAX_BYTES)),
                    (m, out) -> out.put("channelId", m.relId())
                            .put(m.provider())
                            .put("offerName", m.offerName()),
                    in -> new OfferIdentity(
                            in.relId("channelId"), in.facts(), in.name("offerName"))),
            new MessageFormat<>(BASE + 12, PeerTeardown.class,
                    message(u32("channelId"), u32("gpadl")),
                    (m, out) -> out.put("channelId", m.relId()).put("gpadl", m.gpadl()),
                    in -> new PeerTeardown(in.relId("channelId"), in.gpadl("gpadl"))),
            new MessageFormat<>(BASE + 16, PeerOpened.class,
                    message(u32("channelId"), u32(FLAGS), u64("serial")),
                    (m, out) -> out.put("channelId", m.relId())
                            .put(FLAGS, m.trusted() ? TRUSTED : 0)
                            .put64("serial", m.serial()),
                    in -> new PeerOpened(in.relId("channelId"), in.number64("serial"),
                            in.flags(FLAGS, TRUSTED) != 0)),
            new MessageFormat<>(BASE + 17, PeerClosed.class,
                    message(u32("channelId"), u32("reason")),
                    (m, out) -> out.put("channelId", m.relId()).put("reason", m.reason().code()),
                    in -> new PeerClosed(in.relId("channelId"),
                            in.choice("reason", Reason.values(), Reason::code))),
            new MessageFormat<>(BASE + 19, ReannounceResult.class,
                    message(u32("channelId"), u32("status")),
                    (m, out) -> out.put("channelId", m.relId()).put("status", m.status()),
                    in -> new ReannounceResult(in.relId("channelId"), in.status("status"))),
            new MessageFormat<>(BASE + 25, Explain.class,
                    message(u32("refusedType"), u32("id"), u32("status"), pad(4),
                            bytes("text", Explain.MAX_TEXT_BYTES)),
                    (m, out) -> out.put("refusedType", m.messageType())
                            .put("id", m.id())
                            .put("status", m.status())
                            .put("text", WireBytes.ofText(m.text(), Explain.MAX_TEXT_BYTES)),
                    in -> new Explain(in.number("refusedType"), in.number("id"),
                            in.status("status"), in.text("text"))));

    private RingwayToChildFormats() {}
}
