// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageSample.CONTENT;
import static org.ringway.protocol.MessageSample.GPADL;
import static org.ringway.protocol.MessageSample.INSTANCE;
import static org.ringway.protocol.MessageSample.INSTANCE_HEX;
import static org.ringway.protocol.MessageSample.INTERFACE;
import static org.ringway.protocol.MessageSample.INTERFACE_HEX;
import static org.ringway.protocol.MessageSample.REFUSED;
import static org.ringway.protocol.MessageSample.REFUSED_CODE;
import static org.ringway.protocol.MessageSample.REL_ID;
import static org.ringway.protocol.MessageSample.USER_DATA;

import java.util.HexFormat;
import java.util.List;
import org.ringway.memory.GpadlId;
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
import org.ringway.protocol.StandardToRoot.CloseChannel;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.GpadlBody;
import org.ringway.protocol.StandardToRoot.GpadlHeader;
import org.ringway.protocol.StandardToRoot.GpadlTeardown;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.ModifyChannel;
import org.ringway.protocol.StandardToRoot.ModifyConnection;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.OpenReservedChannel;
import org.ringway.protocol.StandardToRoot.Pause;
import org.ringway.protocol.StandardToRoot.RelIdReleased;
import org.ringway.protocol.StandardToRoot.RequestOffers;
import org.ringway.protocol.StandardToRoot.Resume;
import org.ringway.protocol.StandardToRoot.SignalChoice;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.wire.Guid;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.WireBytes;

/// VMBus's own messages, 1 to 29. Three are vectors from OpenVMM's tests.
final class StandardSamples {
    private static final OpenId OPEN_ID = new OpenId(0xFFEE_DDCC);

    static final List<MessageSample> ALL = List.of(
            MessageSample.of(new OfferChannel(REL_ID, CONTENT, 2, 3, 4,
                            new Interrupt(5, true, true, 0x0080_0074)),
                    ExpectedBytes.of(1, 196).hex(8, INTERFACE_HEX).hex(24, INSTANCE_HEX)
                            .u16(56, 0x10).u16(58, 2).hex(60, "0102030405").u16(180, 3)
                            .u16(182, 4).u32(184, 0x123).u8(188, 5).u8(189, 1).u16(190, 1)
                            .u32(192, 0x0080_0074)),
            MessageSample.of(new RescindChannelOffer(REL_ID),
                    ExpectedBytes.of(2, 12).u32(8, 0x123)),
            MessageSample.of(new RequestOffers(), ExpectedBytes.of(3, 8)),
            MessageSample.of(new AllOffersDelivered(), ExpectedBytes.of(4, 8)),
            MessageSample.of(new OpenChannel(
                            REL_ID, OPEN_ID, GPADL, OpenChannel.NO_INTERRUPT, 17, USER_DATA),
                    ExpectedBytes.of(5, 148).u32(8, 0x123).u32(12, 0xFFEE_DDCC)
                            .u32(16, 0x000E_1E10).u32(20, -1).u32(24, 17).hex(28, "0102030405")),
            MessageSample.of(new OpenChannelResult(REL_ID, OPEN_ID, REFUSED),
                    ExpectedBytes.of(6, 20).u32(8, 0x123).u32(12, 0xFFEE_DDCC)
                            .u32(16, REFUSED_CODE)),
            vector(new CloseChannel(new RelId(5)), "07000000 00000000 05000000"),
            vector(new GpadlHeader(new RelId(5), new GpadlId(1), 7, 6, bytes("0a0b0c0d")),
                    "08000000 00000000 05000000 01000000 0700 0600 0a0b0c0d"),
            MessageSample.of(new GpadlBody(9, GPADL, bytes("1011121314151617")),
                    ExpectedBytes.of(9, 24).u32(8, 9).u32(12, 0x000E_1E10)
                            .hex(16, "1011121314151617")),
            MessageSample.of(new GpadlCreated(REL_ID, GPADL, REFUSED),
                    ExpectedBytes.of(10, 20).u32(8, 0x123).u32(12, 0x000E_1E10)
                            .u32(16, REFUSED_CODE)),
            MessageSample.of(new GpadlTeardown(REL_ID, GPADL),
                    ExpectedBytes.of(11, 16).u32(8, 0x123).u32(12, 0x000E_1E10)),
            MessageSample.of(new GpadlTorndown(GPADL),
                    ExpectedBytes.of(12, 12).u32(8, 0x000E_1E10)),
            MessageSample.of(new RelIdReleased(REL_ID), ExpectedBytes.of(13, 12).u32(8, 0x123)),
            MessageSample.of(new InitiateContact(ProtocolVersion.V5_3, 3, 0x0000_0002L, 0x1000L,
                            0x2000L),
                    ExpectedBytes.of(14, 40).u32(8, 0x0005_0003).u32(12, 3).u8(16, 2)
                            .u64(24, 0x1000).u64(32, 0x2000)),
            MessageSample.of(new VersionResponse(true, VersionResponse.UNKNOWN_FAILURE, 4),
                    ExpectedBytes.of(15, 16).u8(8, 1).u8(9, 2).u32(12, 4)),
            vector(new Unload(), "10000000 00000000"),
            MessageSample.of(new UnloadComplete(), ExpectedBytes.of(17, 8)),
            MessageSample.of(new OpenReservedChannel(REL_ID, 3, 7, GPADL, 17),
                    ExpectedBytes.of(18, 28).u32(8, 0x123).u32(12, 3).u32(16, 7)
                            .u32(20, 0x000E_1E10).u32(24, 17)),
            MessageSample.of(new CloseReservedChannel(REL_ID, 3, 7),
                    ExpectedBytes.of(19, 20).u32(8, 0x123).u32(12, 3).u32(16, 7)),
            MessageSample.of(new CloseReservedResponse(REL_ID),
                    ExpectedBytes.of(20, 12).u32(8, 0x123)),
            MessageSample.of(new TlConnectRequest(INSTANCE, INTERFACE, Guid.ZERO),
                    ExpectedBytes.of(21, 40).hex(8, INSTANCE_HEX).hex(24, INTERFACE_HEX)),
            MessageSample.of(new ModifyChannel(REL_ID, 3),
                    ExpectedBytes.of(22, 16).u32(8, 0x123).u32(12, 3)),
            MessageSample.of(new TlConnectResult(INSTANCE, INTERFACE, REFUSED),
                    ExpectedBytes.of(23, 44).hex(8, INSTANCE_HEX).hex(24, INTERFACE_HEX)
                            .u32(40, REFUSED_CODE)),
            MessageSample.of(new ModifyChannelResponse(REL_ID, REFUSED),
                    ExpectedBytes.of(24, 16).u32(8, 0x123).u32(12, REFUSED_CODE)),
            MessageSample.of(new ModifyConnection(0x1000, 0x2000),
                    ExpectedBytes.of(25, 24).u64(8, 0x1000).u64(16, 0x2000)),
            MessageSample.of(new ModifyConnectionResponse(2), ExpectedBytes.of(26, 9).u8(8, 2)),
            MessageSample.of(new Pause(), ExpectedBytes.of(27, 8)),
            MessageSample.of(new PauseResponse(), ExpectedBytes.of(28, 8)),
            MessageSample.of(new Resume(), ExpectedBytes.of(29, 8)));

    /// The forms that go on behind what other versions have.
    static final List<MessageSample> LONG = List.of(
            MessageSample.of(new OpenChannel(REL_ID, OPEN_ID, GPADL, 3, 17, USER_DATA,
                            new SignalChoice(0x0080_0074, 0x7FF, 1)),
                    ExpectedBytes.of(5, 156).u32(8, 0x123).u32(12, 0xFFEE_DDCC)
                            .u32(16, 0x000E_1E10).u32(20, 3).u32(24, 17).hex(28, "0102030405")
                            .u32(148, 0x0080_0074).u16(152, 0x7FF).u16(154, 1)),
            MessageSample.of(new InitiateContact(ProtocolVersion.V6_0, 3, 0x0000_0009_0000_0207L,
                            0x1000L, 0x2000L, INSTANCE),
                    ExpectedBytes.of(14, 56).u32(8, 0x0006_0000).u32(12, 3).u8(16, 7).u8(17, 2)
                            .u32(20, 9).u64(24, 0x1000).u64(32, 0x2000).hex(40, INSTANCE_HEX)),
            MessageSample.of(new VersionResponse(true, 0, 4, 9, 0, 0),
                    ExpectedBytes.of(15, 20).u8(8, 1).u32(12, 4).u32(16, 9)),
            MessageSample.of(new VersionResponse(true, 0, 4, 0x49, 0x1000, 0x2000),
                    ExpectedBytes.of(15, 40).u8(8, 1).u32(12, 4).u32(16, 0x49)
                            .u64(24, 0x1000).u64(32, 0x2000)),
            MessageSample.of(new TlConnectRequest(INSTANCE, INTERFACE, INSTANCE),
                    ExpectedBytes.of(21, 56).hex(8, INSTANCE_HEX).hex(24, INTERFACE_HEX)
                            .hex(40, INSTANCE_HEX)));

    private StandardSamples() {}

    private static MessageSample vector(ControlMessage message, String hex) {
        return new MessageSample(message, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static WireBytes bytes(String hex) {
        return WireBytes.of(HexFormat.of().parseHex(hex));
    }
}
