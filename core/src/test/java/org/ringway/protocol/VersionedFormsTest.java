// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.ringway.ProtocolException;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.RingwayToRoot.Reannounce;
import org.ringway.protocol.RingwayToRoot.Role;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.TlConnectRequest;
import org.ringway.wire.Guid;
import org.ringway.wire.OfferId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.UserData;

/// What a message is depends on the version: which there are, and where each ends.
final class VersionedFormsTest {
    static final List<MessageSample> LONG = StandardSamples.LONG;

    private static byte[] cut(MessageSample sample, int length) {
        return Arrays.copyOf(sample.bytes(), length);
    }

    private static MessageSample longForm(Class<? extends ControlMessage> kind) {
        return LONG.stream().filter(sample -> kind.isInstance(sample.message()))
                .findFirst().orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @FieldSource("LONG")
    void aLongFormHasTheBytesOfTheSpecification(MessageSample sample) {
        assertEquals(HexFormat.of().formatHex(sample.bytes()),
                HexFormat.of().formatHex(ControlCodec.encode(sample.message())));
        assertEquals(sample.message(), MessageSample.decode(sample.message(), sample.bytes()));
        assertEquals(sample.message(), MessageSample.decode(
                sample.message(), Arrays.copyOf(sample.bytes(), 240)), "padded");
    }

    @Test
    @DisplayName("an open request has its long form from 156 bytes on, and not before 6.0")
    void openChannel() {
        MessageSample sample = longForm(OpenChannel.class);
        OpenChannel whole = (OpenChannel) sample.message();
        OpenChannel plain = new OpenChannel(whole.relId(), whole.openId(), whole.ring(),
                whole.targetVp(), whole.downstreamPageOffset(), whole.userData());
        for (int length = 148; length < 156; length++) {
            assertEquals(plain, ControlCodec.decodeToRoot(
                    cut(sample, length), ProtocolVersion.V6_0));
        }
        assertEquals(plain, ControlCodec.decodeToRoot(sample.bytes(), ProtocolVersion.V5_3));
    }

    @Test
    @DisplayName("a connect request has its silo from 56 bytes on, and not before 5.2")
    void tlConnectRequest() {
        MessageSample sample = longForm(TlConnectRequest.class);
        TlConnectRequest whole = (TlConnectRequest) sample.message();
        TlConnectRequest plain =
                new TlConnectRequest(whole.endpointId(), whole.serviceId(), Guid.ZERO);
        for (int length = 40; length < 56; length++) {
            assertEquals(plain, ControlCodec.decodeToRoot(
                    cut(sample, length), ProtocolVersion.V5_3));
        }
        assertEquals(plain, ControlCodec.decodeToRoot(sample.bytes(), ProtocolVersion.V5_1));
        assertEquals(whole, ControlCodec.decodeToRoot(sample.bytes(), ProtocolVersion.V5_2));
    }

    @Test
    @DisplayName("M10: a contact that announces a client id has one, whatever was spoken before")
    void initiateContact() {
        MessageSample sample = longForm(InitiateContact.class);
        for (ProtocolVersion before : List.of(ProtocolVersion.V2_4, ProtocolVersion.V6_0)) {
            assertEquals(sample.message(), ControlCodec.decodeToRoot(sample.bytes(), before));
        }
        for (int length = 40; length < 56; length++) {
            byte[] bytes = cut(sample, length);
            assertEquals("message is shorter than its layout: message=InitiateContact bytes="
                    + length + " needed=56", assertThrows(ProtocolException.class,
                            () -> ControlCodec.decodeToRoot(bytes)).getMessage());
        }
        byte[] older = ExpectedBytes.of(14, 56).u32(8, 0x0005_0003).u8(16, 2).u32(20, 8)
                .u8(40, 1).toArray();
        assertEquals(new InitiateContact(ProtocolVersion.V5_3, 0, 0x0000_0008_0000_0002L, 0, 0),
                ControlCodec.decodeToRoot(older), "5.3 knows no features");
        assertThrows(IllegalArgumentException.class, () -> new InitiateContact(
                ProtocolVersion.V6_0, 0, 2, 0, 0, MessageSample.INSTANCE));
    }

    @Test
    @DisplayName("a version response has 16, 20 or 40 bytes at 6.0, and 16 before")
    void versionResponse() {
        MessageSample features = LONG.get(2);
        MessageSample monitors = LONG.get(3);
        VersionResponse plain = VersionResponse.accepted(4);
        for (int length = 16; length < 20; length++) {
            assertEquals(plain, ControlCodec.decodeToChild(
                    cut(features, length), ProtocolVersion.V6_0));
        }
        assertEquals(plain, ControlCodec.decodeToChild(monitors.bytes()));
        for (int length = 20; length < 40; length++) {
            byte[] bytes = cut(monitors, length);
            assertThrows(ProtocolException.class,
                    () -> ControlCodec.decodeToChild(bytes, ProtocolVersion.V6_0));
        }
        assertThrows(IllegalArgumentException.class,
                () -> new VersionResponse(true, 0, 4, 9, 0x1000, 0));
    }

    @Test
    @DisplayName("PeerOpen has its flags from 236 bytes on, and is not trusted without them")
    void peerOpen() {
        PeerOpen plain = RingwayToChildSamples.ALL.stream().map(MessageSample::message)
                .filter(PeerOpen.class::isInstance).map(PeerOpen.class::cast)
                .findFirst().orElseThrow();
        PeerOpen trusted = new PeerOpen(plain.relId(), plain.offerId(), plain.serial(),
                plain.ring(), plain.downstreamPageOffset(), plain.userData(), plain.consumer(),
                true);
        byte[] bytes = ControlCodec.encode(trusted);
        assertEquals(236, bytes.length);
        assertEquals(trusted, ControlCodec.decodeToChild(bytes));
        assertEquals(trusted, ControlCodec.decodeToChild(Arrays.copyOf(bytes, 240)));
        for (int length = 232; length < 236; length++) {
            assertEquals(plain, ControlCodec.decodeToChild(Arrays.copyOf(bytes, length)));
        }
    }

    @Test
    @DisplayName("PeerOpen names its primary channel at 240 bytes, unless the index is 0")
    void peerOpenOfSubchannel() {
        for (boolean trusted : List.of(false, true)) {
            PeerOpen subchannel = new PeerOpen(new RelId(9), new OfferId(1), 5, new GpadlId(2), 4,
                    UserData.EMPTY, MessageSample.PEER, trusted, new Subchannel(new RelId(7), 258));
            byte[] bytes = ControlCodec.encode(subchannel);
            assertEquals(240, bytes.length);
            assertEquals("0700" + "0201", HexFormat.of().formatHex(bytes, 236, 240));
            assertEquals(subchannel, ControlCodec.decodeToChild(bytes));
            PeerOpen short239 = (PeerOpen) ControlCodec.decodeToChild(Arrays.copyOf(bytes, 239));
            assertNull(short239.subchannel());
            assertEquals(trusted, short239.trusted());
            bytes[236] = 0;
            assertThrows(ProtocolException.class, () -> ControlCodec.decodeToChild(bytes));
            bytes[238] = 0;
            bytes[239] = 0;
            assertNull(((PeerOpen) ControlCodec.decodeToChild(bytes)).subchannel());
        }
    }

    @Test
    @DisplayName("Reannounce says at 76 bytes which processor is interrupted")
    void reannounce() {
        Reannounce moved = new Reannounce(1, 2, new RelId(3), Role.CONSUMER, Guid.ZERO, Guid.ZERO,
                new OfferId(0), new Subchannel(new RelId(4), 5), OpenChannel.NO_INTERRUPT);
        byte[] bytes = ControlCodec.encode(moved);
        assertEquals(76, bytes.length);
        assertEquals(moved, ControlCodec.decodeToRoot(bytes));
        assertEquals(0, ((Reannounce) ControlCodec.decodeToRoot(Arrays.copyOf(bytes, 75)))
                .targetVp());
    }

    @ParameterizedTest
    @CsvSource({
        "18, 3.0, 4.0, OpenReservedChannel", "21, 3.0, 4.0, TlConnectRequest",
        "22, 4.0, 4.1, ModifyChannel", "25, 5.3, 6.0, ModifyConnection",
        "27, 5.3, 6.0, Pause", "29, 5.3, 6.0, Resume"})
    @DisplayName("M2: a message that the version does not have is refused by name")
    void m2MessageOfALaterVersion(int type, String version, String since, String name) {
        byte[] bytes = ExpectedBytes.of(type, 240).u32(8, 1).toArray();
        assertEquals("message is not of this version: message=" + name + " version=" + version
                + " since=" + since, assertThrows(ProtocolException.class,
                        () -> ControlCodec.decodeToRoot(bytes, version(version))).getMessage());
        assertEquals(name, ControlCodec.decodeToRoot(bytes, version(since))
                .getClass().getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({
        "23, 4.0, 4.1, TlConnectResult", "24, 5.2, 5.3, ModifyChannelResponse",
        "26, 5.3, 6.0, ModifyConnectionResponse", "28, 5.3, 6.0, PauseResponse"})
    @DisplayName("M2: an answer that the version does not have is refused by name")
    void m2AnswerOfALaterVersion(int type, String version, String since, String name) {
        byte[] bytes = ExpectedBytes.of(type, 240).u32(8, 1).toArray();
        assertEquals("message is not of this version: message=" + name + " version=" + version
                + " since=" + since, assertThrows(ProtocolException.class,
                        () -> ControlCodec.decodeToChild(bytes, version(version))).getMessage());
        assertEquals(name, ControlCodec.decodeToChild(bytes, version(since))
                .getClass().getSimpleName());
    }

    private static ProtocolVersion version(String text) {
        String[] numbers = text.split("\\.");
        return new ProtocolVersion(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
    }
}
