// SPDX-License-Identifier: Apache-2.0
package org.ringway.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringway.ProtocolException;
import org.ringway.protocol.RingwayToChild.Explain;
import org.ringway.protocol.StandardToRoot.InitiateContact;
import org.ringway.wire.ProtocolVersion;
import org.ringway.wire.Status;

/// Fields that cannot have the value they arrive with: the message and the field are named.
final class MessageRulesTest {
    private static final int BASE = 0x5257_0000;

    private static String fromChild(ExpectedBytes bytes) {
        return assertThrows(ProtocolException.class,
                () -> ControlCodec.decodeToRoot(bytes.toArray())).getMessage();
    }

    private static String fromRoot(ExpectedBytes bytes) {
        return assertThrows(ProtocolException.class,
                () -> ControlCodec.decodeToChild(bytes.toArray())).getMessage();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "2048, 2048", "-1, 4294967295"})
    @DisplayName("C1, M6: channel ids that there cannot be")
    void c1ChannelIdOutOfRange(int id, String shown) {
        String reason = ".channelId: channel id is out of range: channelId=" + shown + " max=2047";
        assertEquals("CloseChannel" + reason, fromChild(ExpectedBytes.of(7, 12).u32(8, id)));
        assertEquals("OpenChannel" + reason, fromChild(ExpectedBytes.of(5, 148).u32(8, id)));
        assertEquals("OfferChannel" + reason, fromRoot(ExpectedBytes.of(1, 196).u32(184, id)));
    }

    @Test
    void statusThatIsNeitherYesNorNo() {
        assertEquals("GpadlCreated.status: status is neither 0 nor negative: status=0x5",
                fromRoot(ExpectedBytes.of(10, 20).u32(8, 1).u32(16, 5)));
    }

    @Test
    void choicesWithoutMeaning() {
        assertEquals("PeerClosed.reason: number has no meaning: value=0 known=3",
                fromRoot(ExpectedBytes.of(BASE + 17, 16).u32(8, 1)));
        assertEquals("Reannounce.role: number has no meaning: value=4294967295 known=2",
                fromChild(ExpectedBytes.of(BASE + 18, 72).u64(16, 1).u32(24, 1).u32(28, -1)));
    }

    @Test
    void flagsNobodyDefined() {
        assertEquals("AnnounceRegion.flags: unknown flags: flags=0x2 known=0x1",
                fromChild(ExpectedBytes.of(BASE + 6, 24).u32(16, 1).u32(20, 2)));
        assertEquals("PeerGpadl.flags: unknown flags: flags=0x4 known=0x3",
                fromRoot(ExpectedBytes.of(BASE + 10, 48).u32(8, 1).u32(16, 4).u32(20, 1)));
    }

    @Test
    void pageNumbersThatCannotBe() {
        assertEquals("AnnounceRegion: page count is out of range: page=0 pages=0",
                fromChild(ExpectedBytes.of(BASE + 6, 24)));
        assertEquals("AnnounceRegion: page number is out of range:"
                + " page=18446744073709551615 limit=4503599627370496",
                fromChild(ExpectedBytes.of(BASE + 6, 24).u64(8, -1).u32(16, 1)));
        assertEquals("AnnounceRegion: page count is out of range: page=4503599627370495 pages=2",
                fromChild(ExpectedBytes.of(BASE + 6, 24).u64(8, (1L << 52) - 1).u32(16, 2)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "10, 10", "-1, 4294967295"})
    void runCountsThatDoNotFit(int count, String shown) {
        assertEquals("PeerGpadl.runCount: run count is out of range: runCount=" + shown
                + " max=9", fromRoot(ExpectedBytes.of(BASE + 10, 240).u32(8, 1).u32(20, count)));
    }

    @Test
    @DisplayName("M1: a list of runs that is shorter than its count")
    void m1ListShorterThanItsCount() {
        assertEquals("message is shorter than its layout: message=PeerGpadl bytes=71 needed=72",
                fromRoot(ExpectedBytes.of(BASE + 10, 71).u32(8, 1).u32(20, 2).u32(40, 1)));
    }

    @Test
    void channelWithoutASerial() {
        assertEquals("PeerOpened: no channel has this serial: serial=0",
                fromRoot(ExpectedBytes.of(BASE + 16, 24).u32(8, 1)));
    }

    @Test
    void nameThatIsNoText() {
        assertEquals("Hello.partitionName: text has a control character: at=0 character=0x1b",
                fromChild(ExpectedBytes.of(BASE + 1, 88).u8(24, 0x1b)));
        assertEquals("ChildOffer.name: text is not UTF-8: bytes=1",
                fromChild(ExpectedBytes.of(BASE + 3, 232).u8(168, 0xFF)));
    }

    @Test
    void theWordAtSixteenMeansSomethingElseFromFivePointZeroOn() {
        targetIs(ProtocolVersion.V4_1, InitiateContact.MESSAGE_SINT, 0, 0);
        targetIs(ProtocolVersion.V5_0, 7, 0, 0);
        targetIs(ProtocolVersion.V5_1, 7, 2, 0);
        targetIs(ProtocolVersion.V5_3, 7, 2, 0);
        targetIs(ProtocolVersion.V6_0, 7, 2, 0x51);
    }

    private static void targetIs(
            ProtocolVersion version, int sint, int vtl, int featureFlags) {
        InitiateContact contact =
                new InitiateContact(version, 0, 0x0000_0051_0000_0207L, 0, 0);
        assertEquals(List.of(sint, vtl, featureFlags),
                List.of(contact.sint(), contact.vtl(), contact.featureFlags()));
    }

    @Test
    void listAsksForWhatItsBitsSay() {
        RingwayToRoot.List list = new RingwayToRoot.List(
                RingwayToRoot.List.OFFERS | RingwayToRoot.List.CHANNELS);
        assertFalse(list.wants(RingwayToRoot.List.PARTITIONS));
        assertTrue(list.wants(RingwayToRoot.List.OFFERS));
        assertTrue(list.wants(RingwayToRoot.List.CHANNELS));
    }

    @Test
    void explanationIsMadeToFit() {
        Explain explain = Explain.of(5, 1, Status.ACCESS_DENIED, "no\u001b" + "x".repeat(300));
        assertEquals("no?" + "x".repeat(205), explain.text());
        assertEquals(explain, ControlCodec.decodeToChild(ControlCodec.encode(explain)));
    }
}
