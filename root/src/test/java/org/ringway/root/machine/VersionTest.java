// SPDX-License-Identifier: Apache-2.0
package org.ringway.root.machine;

import static org.ringway.root.machine.Heard.created;
import static org.ringway.root.machine.Heard.peerGpadl;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringway.memory.GpadlId;
import org.ringway.protocol.ControlCodec;
import org.ringway.protocol.RingwayToChild.PeerOpen;
import org.ringway.protocol.StandardToChild.AllOffersDelivered;
import org.ringway.protocol.StandardToChild.CloseReservedResponse;
import org.ringway.protocol.StandardToChild.UnloadComplete;
import org.ringway.protocol.StandardToChild.VersionResponse;
import org.ringway.protocol.StandardToRoot.CloseReservedChannel;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.protocol.StandardToRoot.ModifyConnection;
import org.ringway.protocol.StandardToRoot.OpenChannel;
import org.ringway.protocol.StandardToRoot.Pause;
import org.ringway.protocol.StandardToRoot.Resume;
import org.ringway.protocol.StandardToRoot.SignalChoice;
import org.ringway.protocol.StandardToRoot.Unload;
import org.ringway.protocol.ToRoot;
import org.ringway.wire.Guid;
import org.ringway.wire.OpenId;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.RelId;
import org.ringway.wire.Status;
import org.ringway.wire.UserData;

/// What a link speaks: which versions can be had, and what each of them allows.
final class VersionTest extends BusCase {
    private static final VersionResponse FAILED =
            new VersionResponse(true, VersionResponse.UNKNOWN_FAILURE, 0);
    private static final int CONFIDENTIAL_CHANNELS = 0x10;
    private static final int ALL_FEATURES = 0xFF;

    static Stream<ProtocolVersion> spoken() {
        return Stream.of(ProtocolVersion.V2_4, ProtocolVersion.V3_0, ProtocolVersion.V4_0,
                ProtocolVersion.V4_1, ProtocolVersion.V5_0, ProtocolVersion.V5_1,
                ProtocolVersion.V5_2, ProtocolVersion.V5_3);
    }

    private static VersionResponse yes(ProtocolVersion version) {
        return VersionResponse.accepted(
                version.isAtLeast(ProtocolVersion.V5_0) ? 1 : version.word());
    }

    private static InitiateContact contact(ProtocolVersion version, long target) {
        return new InitiateContact(version, 0, target, 0, 0);
    }

    private static byte[] header(int type) {
        return header(type, 240);
    }

    /// A message of this number, with ones for channel ids and zeros for the rest.
    private static byte[] header(int type, int bytes) {
        byte[] message = new byte[bytes];
        message[0] = (byte) type;
        message[8] = 1;
        return message;
    }

    private Client linkAt(ProtocolVersion version) {
        return scene.link().say(InitiateContact.of(version)).hears(yes(version));
    }

    @ParameterizedTest
    @MethodSource("spoken")
    @DisplayName("M10: at each version, yes says the version, or since 5.0 the connection")
    void eachVersionIsServed(ProtocolVersion version) {
        linkAt(version).requestsOffers().hears(new AllOffersDelivered())
                .say(new Unload()).hears(new UnloadComplete())
                .say(InitiateContact.of(version)).hears(yes(version));
    }

    @ParameterizedTest
    @CsvSource({"0,13", "1,1", "2,3", "2,5", "3,1", "4,2", "5,4", "6,0", "6,1", "65535,65535"})
    @DisplayName("M10: any other version is not supported, and the client may go on asking")
    void noOtherVersionIsServed(int major, int minor) {
        scene.link().say(InitiateContact.of(new ProtocolVersion(major, minor)))
                .hears(VersionResponse.unsupported()).contacts();
    }

    @ParameterizedTest
    @MethodSource("spoken")
    @DisplayName("M10: one monitor page alone fails at each version")
    void oneMonitorPageAloneFails(ProtocolVersion version) {
        scene.link().say(new InitiateContact(version, 0, 2, 4096, 0)).hears(FAILED)
                .say(new InitiateContact(version, 0, 2, 0, 4096)).hears(FAILED)
                .say(new InitiateContact(version, 0, 2, 4096, 8192)).hears(yes(version));
    }

    @Test
    @DisplayName("M10: another interrupt source fails from 5.0 on, another trust level from 5.1 on")
    void whereMessagesGo() {
        long interruptPage = 0x1234_5000L;
        for (ProtocolVersion version : spoken().toList()) {
            boolean choosesSource = version.isAtLeast(ProtocolVersion.V5_0);
            boolean choosesLevel = version.isAtLeast(ProtocolVersion.V5_1);
            scene.link().say(contact(version, interruptPage))
                    .hears(choosesSource ? FAILED : yes(version))
                    .say(contact(version, 2 | 2 << 8))
                    .hears(choosesLevel ? FAILED : yes(version))
                    .say(contact(version, 7)).hears(choosesSource ? FAILED : yes(version));
        }
    }

    @Test
    @DisplayName("M10: a client id that is announced and missing ends the link")
    void clientIdIsMissing() {
        byte[] shortened = Arrays.copyOf(ControlCodec.encode(new InitiateContact(
                ProtocolVersion.V6_0, 0, 2 | 8L << 32, 0, 0, Guid.ofName("client"))), 40);
        scene.link().sayBytes(shortened).isHungUpOn("bytes=40 needed=56");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, CONFIDENTIAL_CHANNELS, ALL_FEATURES})
    @DisplayName("M14: 6.0 is not spoken, so nothing can be trusted or confidential")
    void versionSixIsNotSpoken(int features) {
        Guid client = (features & InitiateContact.CLIENT_ID) == 0
                ? Guid.ZERO : Guid.ofName("client");
        scene.link().say(new InitiateContact(ProtocolVersion.V6_0, 0,
                2 | (long) features << 32, 0, 0, client)).hears(VersionResponse.unsupported());
    }

    @Test
    @DisplayName("M12: monitor pages cannot be exchanged: ModifyConnection is refused by name")
    void modifyConnectionIsRefused() {
        for (ToRoot message : new ToRoot[] {new ModifyConnection(4096, 8192),
                new ModifyConnection(4096, 0), new ModifyConnection(0, 0)}) {
            linkAt(ProtocolVersion.V5_3).say(message)
                    .isHungUpOn("message=ModifyConnection version=5.3 since=6.0");
        }
    }

    @Test
    @DisplayName("M13: there is no pause: Pause and Resume are refused by name")
    void pauseIsRefused() {
        linkAt(ProtocolVersion.V5_3).say(new Pause())
                .isHungUpOn("message=Pause version=5.3 since=6.0");
        linkAt(ProtocolVersion.V2_4).say(new Resume())
                .isHungUpOn("message=Resume version=2.4 since=6.0");
    }

    @ParameterizedTest
    @CsvSource({"18, 3.0, 4.0", "21, 3.0, 4.0", "22, 4.0, 4.1", "22, 2.4, 4.1"})
    @DisplayName("M2: what the agreed version does not have ends the link")
    void messageOfALaterVersion(int type, String version, String since) {
        ProtocolVersion agreed = spoken().filter(each -> each.toString().equals(version))
                .findFirst().orElseThrow();
        linkAt(agreed).sayBytes(header(type))
                .isHungUpOn("version=" + version + " since=" + since);
    }

    @Test
    @DisplayName("M2: numbers that no message has end the link, connected or not")
    void unknownNumbers() {
        for (int type : new int[] {0, 30, 31, 255}) {
            scene.link().sayBytes(header(type)).isHungUpOn("unknown message");
            linkAt(ProtocolVersion.V5_3).sayBytes(header(type)).isHungUpOn("unknown message");
        }
    }

    @Test
    @DisplayName("M3: what only a root says ends the link, connected or not, at each version")
    void messagesOfARoot() {
        for (int type : new int[] {1, 2, 4, 6, 10, 12, 15, 17, 20, 23, 24, 26, 28}) {
            scene.link().sayBytes(header(type)).isHungUpOn("message goes the wrong way");
            spoken().forEach(version -> linkAt(version).sayBytes(header(type))
                    .isHungUpOn("message goes the wrong way"));
        }
    }

    @Test
    @DisplayName("M4: before a version is agreed only two messages are heard")
    void beforeTheVersion() {
        IntStream.of(3, 5, 7, 8, 9, 11, 13, 16, 18, 21, 22, 25, 27, 29).forEach(type ->
                scene.link().sayBytes(header(type)).isHungUpOn("only InitiateContact"));
        scene.link().say(new CloseReservedChannel(new RelId(3), 0, 2))
                .hears(new CloseReservedResponse(new RelId(3))).contacts();
    }

    @Test
    @DisplayName("M1: messages as short as their layout are heard at each version, none shorter")
    void shortestMessages() {
        spoken().forEach(version -> {
            linkAt(version).sayBytes(header(7, 12)).isHungUpOn("no such channel id");
            linkAt(version).sayBytes(header(7, 11)).isHungUpOn("bytes=11 needed=12");
        });
    }

    @Test
    @DisplayName("M15: a client of 5.3 cannot choose how it is signalled; its choice is padding")
    void choiceOfSignalsIsPadding() {
        provider.offers(5, "echo").offers(6, "other");
        consumer.requestsOffers().forgetsWhatItHeard().announces(100, 8).announces(200, 8)
                .grants(1, RING, 100, 8).hears(created(1, RING, Status.OK))
                .grants(2, RING, 200, 8).hears(created(2, RING, Status.OK));
        SignalChoice impossible = new SignalChoice(-1, 0xFFFF, 0xFFFF);
        for (int relId = 1; relId <= 2; relId++) {
            consumer.say(new OpenChannel(new RelId(relId), new OpenId(9), new GpadlId(RING), 0, 4,
                    UserData.EMPTY, impossible)).hearsNothing();
            provider.hears(peerGpadl(relId, RING, 100L * relId, 8)).next(PeerOpen.class);
        }
    }
}
