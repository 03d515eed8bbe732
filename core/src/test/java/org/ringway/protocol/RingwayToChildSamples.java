// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageSample.FULL_PART;
import static org.ringway.protocol.MessageSample.FULL_PART_HEX;
import static org.ringway.protocol.MessageSample.GPADL;
import static org.ringway.protocol.MessageSample.INSTANCE;
import static org.ringway.protocol.MessageSample.INSTANCE_HEX;
import static org.ringway.protocol.MessageSample.INTERFACE;
import static org.ringway.protocol.MessageSample.INTERFACE_HEX;
import static org.ringway.protocol.MessageSample.PEER;
import static org.ringway.protocol.MessageSample.REFUSED;
import static org.ringway.protocol.MessageSample.REFUSED_CODE;
import static org.ringway.protocol.MessageSample.REL_ID;
import static org.ringway.protocol.MessageSample.SERIAL;
import static org.ringway.protocol.MessageSample.USER_DATA;

import java.util.List;
import org.ringway.protocol.RingwayToChild.AddressSpaceResult;
import org.ringway.protocol.RingwayToChild.ChannelEntry;
import org.ringway.protocol.RingwayToChild.ChannelState;
import org.ringway.protocol.RingwayToChild.ChannelUsage;
import org.ringway.protocol.RingwayToChild.ChildOfferResult;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.RingwayToChild.HelloResult;
import org.ringway.protocol.RingwayToChild.InspectResult;
import org.ringway.protocol.RingwayToChild.ListEnd;
import org.ringway.protocol.RingwayToChild.OfferEntry;
import org.ringway.protocol.RingwayToChild.OfferIdentity;
import org.ringway.protocol.RingwayToChild.OfferSubchannelsResult;
import org.ringway.protocol.RingwayToChild.PartitionEntry;
import org.ringway.protocol.RingwayToChild.PeerClosed;
import org.ringway.protocol.RingwayToChild.PeerGpadl;
import org.ringway.protocol.RingwayToChild.PeerInspect;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToChild.PeerOpened;
import org.ringway.protocol.RingwayToChild.PeerTeardown;
import org.ringway.protocol.RingwayToChild.ReannounceResult;
import org.ringway.protocol.RingwayToChild.Reason;
import org.ringway.protocol.RingwayToChild.RegionResult;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;

/// What a root says to a Ringway child beyond VMBus: the rows marked R of docs/protocol.md.
final class RingwayToChildSamples {
    private static final int BASE = 0x5257_0000;
    private static final OfferId OFFER_ID = new OfferId(0xA1B2_C3D4);

    static final List<MessageSample> ALL = List.of(
            MessageSample.of(new HelloResult(1, REFUSED, SERIAL, new PartitionId(9), 0x8765_4321),
                    ExpectedBytes.of(BASE + 2, 32).u32(8, 1).u32(12, REFUSED_CODE)
                            .u64(16, SERIAL).u32(24, 9).u32(28, 0x8765_4321)),
            MessageSample.of(new ChildOfferResult(OFFER_ID, REFUSED),
                    ExpectedBytes.of(BASE + 4, 16).u32(8, 0xA1B2_C3D4).u32(12, REFUSED_CODE)),
            MessageSample.of(new RegionResult(0x8000, REFUSED),
                    ExpectedBytes.of(BASE + 7, 24).u64(8, 0x8000).u32(16, REFUSED_CODE)),
            MessageSample.of(new OfferIdentity(REL_ID, PEER, Name.of("echo")),
                    ExpectedBytes.of(BASE + 9, 160).u32(8, 0x123).u32(12, 7).u32(16, 4711)
                            .u32(20, 1000).u32(24, 100).text(32, "echo").text(96, "Zürich")),
            MessageSample.of(new PeerGpadl(REL_ID, GPADL, true, true,
                            List.of(new PeerRun(0x8000, 0x10, 0x20, 0),
                                    new PeerRun(0x9000, 0x30, 0x40, 1))),
                    ExpectedBytes.of(BASE + 10, 72).u32(8, 0x123).u32(12, 0x000E_1E10).u32(16, 3)
                            .u32(20, 2)
                            .u64(24, 0x8000).u64(32, 0x10).u32(40, 0x20).u32(44, 0)
                            .u64(48, 0x9000).u64(56, 0x30).u32(64, 0x40).u32(68, 1)),
            MessageSample.of(new PeerTeardown(REL_ID, GPADL),
                    ExpectedBytes.of(BASE + 12, 16).u32(8, 0x123).u32(12, 0x000E_1E10)),
            MessageSample.of(new PeerOpen(REL_ID, OFFER_ID, SERIAL, GPADL, 17, USER_DATA, PEER,
                            false),
                    ExpectedBytes.of(BASE + 14, 232).u32(8, 0x123).u32(12, 0xA1B2_C3D4)
                            .u64(16, SERIAL).u32(24, 0x000E_1E10).u32(28, 17).u32(32, 7)
                            .u32(36, 4711).u32(40, 1000).u32(44, 100).hex(48, "0102030405")
                            .text(168, "Zürich")),
            MessageSample.of(new PeerOpened(REL_ID, SERIAL, true),
                    ExpectedBytes.of(BASE + 16, 24).u32(8, 0x123).u32(12, 1).u64(16, SERIAL)),
            MessageSample.of(new PeerClosed(REL_ID, Reason.OFFER_WITHDRAWN),
                    ExpectedBytes.of(BASE + 17, 16).u32(8, 0x123).u32(12, 3)),
            MessageSample.of(new ReannounceResult(REL_ID, REFUSED),
                    ExpectedBytes.of(BASE + 19, 16).u32(8, 0x123).u32(12, REFUSED_CODE)),
            MessageSample.of(new OfferSubchannelsResult(REL_ID, REFUSED, 0x8765_4321),
                    ExpectedBytes.of(BASE + 32, 20).u32(8, 0x123).u32(12, REFUSED_CODE)
                            .u32(16, 0x8765_4321)),
            MessageSample.of(new PartitionEntry(PEER, 12),
                    ExpectedBytes.of(BASE + 21, 96).u32(8, 7).u32(12, 4711).u32(16, 1000)
                            .u32(20, 100).u32(24, 12).text(32, "Zürich")),
            MessageSample.of(new OfferEntry(new PartitionId(7), OFFER_ID, INTERFACE, INSTANCE,
                            0x10, Name.of("echo"), 3),
                    ExpectedBytes.of(BASE + 22, 120).u32(8, 7).u32(12, 0xA1B2_C3D4).u16(16, 0x10)
                            .u32(20, 3).hex(24, INTERFACE_HEX).hex(40, INSTANCE_HEX)
                            .text(56, "echo")),
            MessageSample.of(new ChannelEntry(SERIAL, new PartitionId(7), REL_ID,
                            new PartitionId(8), new RelId(0x456), OFFER_ID, ChannelState.CLOSING,
                            new ChannelUsage(34, 5, 0x1_0000_0000L), OpenChannel.NO_INTERRUPT,
                            0x203),
                    ExpectedBytes.of(BASE + 23, 64).u64(8, SERIAL).u32(16, 7).u32(20, 0x123)
                            .u32(24, 8).u32(28, 0x456).u32(32, 0xA1B2_C3D4).u32(36, 3).u32(40, 34)
                            .u32(44, 5).u64(48, 0x1_0000_0000L).u32(56, 0xFFFF_FFFF)
                            .u16(60, 0x203)),
            MessageSample.of(new ListEnd(), ExpectedBytes.of(BASE + 24, 8)),
            MessageSample.of(new Explain(5, 0x123, REFUSED, "policy: uid 1000 may not open"),
                    ExpectedBytes.of(BASE + 25, 232).u32(8, 5).u32(12, 0x123)
                            .u32(16, REFUSED_CODE).text(24, "policy: uid 1000 may not open")),
            MessageSample.of(new PeerInspect(0x8765_4321, REL_ID),
                    ExpectedBytes.of(BASE + 27, 16).u32(8, 0x8765_4321).u32(12, 0x123)),
            MessageSample.of(new InspectResult(0x8765_4321, FULL_PART),
                    ExpectedBytes.of(BASE + 29, 240).u32(8, 0x8765_4321).u16(16, 220).u16(18, 1)
                            .hex(20, FULL_PART_HEX)),
            MessageSample.of(new AddressSpaceResult(REFUSED, new PartitionId(7), SERIAL),
                    ExpectedBytes.of(BASE + 62, 24).u32(8, REFUSED_CODE).u32(12, 7)
                            .u64(16, SERIAL)));

    private RingwayToChildSamples() {}
}
