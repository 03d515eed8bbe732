// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageSample.CONTENT;
import static org.ringway.protocol.MessageSample.FULL_PART;
import static org.ringway.protocol.MessageSample.FULL_PART_HEX;
import static org.ringway.protocol.MessageSample.GPADL;
import static org.ringway.protocol.MessageSample.INSTANCE;
import static org.ringway.protocol.MessageSample.INSTANCE_HEX;
import static org.ringway.protocol.MessageSample.INTERFACE;
import static org.ringway.protocol.MessageSample.INTERFACE_HEX;
import static org.ringway.protocol.MessageSample.REFUSED;
import static org.ringway.protocol.MessageSample.REFUSED_CODE;
import static org.ringway.protocol.MessageSample.REL_ID;
import static org.ringway.protocol.MessageSample.SERIAL;

import java.util.List;
import org.ringway.protocol.RingwayToRoot.AddressSpace;
import org.ringway.protocol.RingwayToRoot.AnnounceRegion;
import org.ringway.protocol.RingwayToRoot.ChildOffer;
import org.ringway.protocol.RingwayToRoot.Hello;
import org.ringway.protocol.RingwayToRoot.Inspect;
import org.ringway.protocol.RingwayToRoot.OfferSubchannels;
import org.ringway.protocol.RingwayToRoot.OfferAudience;
import org.ringway.protocol.RingwayToRoot.PeerGpadlResult;
import org.ringway.protocol.RingwayToRoot.PeerInspectResult;
import org.ringway.protocol.RingwayToRoot.PeerOpenResult;
import org.ringway.protocol.RingwayToRoot.PeerTorndown;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.RetireRegion;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.RingwayToRoot.SocketListen;
import org.ringway.protocol.RingwayToRoot.WithdrawInspect;
import org.ringway.protocol.RingwayToRoot.WithdrawOffer;
import org.ringway.wire.Name;
import org.ringway.wire.OfferId;
import org.ringway.wire.PartitionId;
import org.ringway.wire.RelId;

/// What a Ringway child says beyond VMBus: the rows marked C of docs/protocol.md.
final class RingwayToRootSamples {
    private static final int BASE = 0x5257_0000;
    private static final OfferId OFFER_ID = new OfferId(0xA1B2_C3D4);

    static final List<MessageSample> ALL = List.of(
            MessageSample.of(new Hello(1, 0, SERIAL, Name.of("Genève")),
                    ExpectedBytes.of(BASE + 1, 88).u32(8, 1).u64(16, SERIAL)
                            .text(24, "Genève")),
            MessageSample.of(new ChildOffer(OFFER_ID, CONTENT, Name.of("echo"), 0x203),
                    ExpectedBytes.of(BASE + 3, 232).u32(8, 0xA1B2_C3D4).u16(12, 0x10)
                            .u16(14, 0x203)
                            .hex(16, INTERFACE_HEX).hex(32, INSTANCE_HEX)
                            .hex(48, "0102030405").text(168, "echo")),
            MessageSample.of(new WithdrawOffer(OFFER_ID),
                    ExpectedBytes.of(BASE + 5, 12).u32(8, 0xA1B2_C3D4)),
            MessageSample.of(new AnnounceRegion(0x8000, 8190, true),
                    ExpectedBytes.of(BASE + 6, 24).u64(8, 0x8000).u32(16, 8190).u32(20, 1)),
            MessageSample.of(new RetireRegion(0x8000),
                    ExpectedBytes.of(BASE + 8, 16).u64(8, 0x8000)),
            MessageSample.of(new PeerGpadlResult(REL_ID, GPADL, REFUSED),
                    ExpectedBytes.of(BASE + 11, 20).u32(8, 0x123).u32(12, 0x000E_1E10)
                            .u32(16, REFUSED_CODE)),
            MessageSample.of(new PeerTorndown(REL_ID, GPADL),
                    ExpectedBytes.of(BASE + 13, 16).u32(8, 0x123).u32(12, 0x000E_1E10)),
            MessageSample.of(new PeerOpenResult(REL_ID, REFUSED),
                    ExpectedBytes.of(BASE + 15, 16).u32(8, 0x123).u32(12, REFUSED_CODE)),
            MessageSample.of(new Reannounce(77, SERIAL, REL_ID, Role.PROVIDER, INTERFACE, INSTANCE,
                            OFFER_ID, new Subchannel(new RelId(0x456), 0x203), 0),
                    ExpectedBytes.of(BASE + 18, 72).u64(8, 77).u64(16, SERIAL).u32(24, 0x123)
                            .u32(28, 1).hex(32, INTERFACE_HEX).hex(48, INSTANCE_HEX)
                            .u32(64, 0xA1B2_C3D4).u16(68, 0x456).u16(70, 0x203)),
            MessageSample.of(new OfferSubchannels(REL_ID, 0x8765_4321),
                    ExpectedBytes.of(BASE + 31, 16).u32(8, 0x123).u32(12, 0x8765_4321)),
            MessageSample.of(new RingwayToRoot.List(5),
                    ExpectedBytes.of(BASE + 20, 12).u32(8, 5)),
            MessageSample.of(new Inspect(0x8765_4321, new PartitionId(7), REL_ID),
                    ExpectedBytes.of(BASE + 26, 20).u32(8, 0x8765_4321).u32(12, 7)
                            .u32(16, 0x123)),
            MessageSample.of(new PeerInspectResult(0x8765_4321, FULL_PART),
                    ExpectedBytes.of(BASE + 28, 240).u32(8, 0x8765_4321).u16(16, 220).u16(18, 1)
                            .hex(20, FULL_PART_HEX)),
            MessageSample.of(new WithdrawInspect(0x8765_4321),
                    ExpectedBytes.of(BASE + 30, 12).u32(8, 0x8765_4321)),
            MessageSample.of(new SocketListen(OFFER_ID, 64, INTERFACE, INSTANCE, Name.of("echo")),
                    ExpectedBytes.of(BASE + 46, 112).u32(8, 0xA1B2_C3D4).u32(12, 64)
                            .hex(16, INTERFACE_HEX).hex(32, INSTANCE_HEX).text(48, "echo")),
            MessageSample.of(new AddressSpace(131_072, Name.of("debian")),
                    ExpectedBytes.of(BASE + 61, 88).u64(8, 131_072).text(24, "debian")),
            MessageSample.of(new OfferAudience(OFFER_ID, new PartitionId(7)),
                    ExpectedBytes.of(BASE + 63, 16).u32(8, 0xA1B2_C3D4).u32(12, 7)));

    private RingwayToRootSamples() {}
}
