// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.ringway.protocol.MessageSample.REFUSED;
import static org.ringway.protocol.MessageSample.REFUSED_CODE;

import java.util.HexFormat;
import java.util.List;
import org.ringway.protocol.RingwayToChild.EventFlags;
import org.ringway.protocol.RingwayToChild.OpenPortResult;
import org.ringway.protocol.RingwayToChild.PortEntry;
import org.ringway.protocol.RingwayToChild.PortMessage;
import org.ringway.protocol.RingwayToChild.PostResult;
import org.ringway.protocol.RingwayToChild.Sender;
import org.ringway.protocol.RingwayToRoot.ClosePort;
import org.ringway.protocol.RingwayToRoot.OpenPort;
import org.ringway.protocol.RingwayToRoot.PortKind;
import org.ringway.protocol.RingwayToRoot.PortTaken;
import org.ringway.protocol.RingwayToRoot.PostMessage;
import org.ringway.protocol.RingwayToRoot.SignalEvent;
import org.ringway.wire.PartitionId;
import org.ringway.wire.PortId;
import org.ringway.wire.WireBytes;

/// What is said about ports, both ways.
final class PortSamples {
    private static final int BASE = 0x5257_0000;
    private static final int PORT_NUMBER = 0xB1B2_B3B4;
    private static final int POST = 0xC1C2_C3C4;
    private static final int TYPE = 0xD1D2_D3D4;
    private static final PortId PORT = new PortId(PORT_NUMBER);
    private static final String FULL_HEX = "0123456789".repeat(40);
    private static final String BANK_HEX = "0123456789abcdef".repeat(16);

    static final List<MessageSample> ALL = List.of(
            MessageSample.of(new OpenPort(PORT, PortKind.MESSAGES, 15),
                    ExpectedBytes.of(BASE + 36, 20).u32(8, PORT_NUMBER).u32(12, 1).u32(16, 15)),
            MessageSample.of(new OpenPortResult(PORT, REFUSED),
                    ExpectedBytes.of(BASE + 37, 16).u32(8, PORT_NUMBER).u32(12, REFUSED_CODE)),
            MessageSample.of(new ClosePort(PORT),
                    ExpectedBytes.of(BASE + 38, 12).u32(8, PORT_NUMBER)),
            MessageSample.of(new PostMessage(POST, new PartitionId(7), PORT, TYPE, bytes(FULL_HEX)),
                    ExpectedBytes.of(BASE + 39, 228).u32(8, POST).u32(12, 7)
                            .u32(16, PORT_NUMBER).u32(20, TYPE).u16(24, 200).hex(28, FULL_HEX)),
            MessageSample.of(new SignalEvent(POST, new PartitionId(7), PORT, 2046),
                    ExpectedBytes.of(BASE + 40, 24).u32(8, POST).u32(12, 7)
                            .u32(16, PORT_NUMBER).u32(20, 2046)),
            MessageSample.of(new PostResult(POST, REFUSED),
                    ExpectedBytes.of(BASE + 41, 16).u32(8, POST).u32(12, REFUSED_CODE)),
            MessageSample.of(new PortMessage(PORT, new Sender(new PartitionId(7), 4711, 1000, 100),
                            TYPE, bytes(FULL_HEX)),
                    ExpectedBytes.of(BASE + 42, 240).u32(8, PORT_NUMBER).u32(12, 7).u32(16, 4711)
                            .u32(20, 1000).u32(24, 100).u32(28, TYPE).u16(32, 200)
                            .hex(40, FULL_HEX)),
            MessageSample.of(new PortTaken(PORT, 3),
                    ExpectedBytes.of(BASE + 43, 16).u32(8, PORT_NUMBER).u32(12, 3)),
            MessageSample.of(new EventFlags(PORT, 1, bytes(BANK_HEX)),
                    ExpectedBytes.of(BASE + 44, 144).u32(8, PORT_NUMBER).u32(12, 1)
                            .hex(16, BANK_HEX)),
            MessageSample.of(new PortEntry(new PartitionId(7), PORT, PortKind.EVENTS, 11),
                    ExpectedBytes.of(BASE + 45, 24).u32(8, 7).u32(12, PORT_NUMBER).u32(16, 2)
                            .u32(20, 11)));

    private PortSamples() {}

    private static WireBytes bytes(String hex) {
        return WireBytes.of(HexFormat.of().parseHex(hex));
    }
}
